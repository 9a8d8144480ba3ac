"""What the generated programs share: classes whose operators tell who was asked, and functions to call."""


class Odd(Exception):
    pass


class Box:
    __match_args__ = ("v",)

    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return ("add", self.v, other)

    def __radd__(self, other):
        return ("radd", other, self.v)

    def __eq__(self, other):
        return isinstance(other, Box) and self.v == other.v

    def __lt__(self, other):
        return NotImplemented

    def __getitem__(self, key):
        return (self.v, key)

    def __contains__(self, item):
        return item == self.v

    def __repr__(self):
        return f"Box({self.v!r})"


class Manager:
    def __init__(self, value, swallows):
        self.value, self.swallows = value, swallows

    def __enter__(self):
        print("enter", self.value)
        return self.value

    def __exit__(self, kind, value, traceback):
        print("exit", kind and kind.__name__, value)
        return self.swallows


class Thing:
    total = 5

    def __init__(self):
        self.x, self.y = 1, [2]

    def get(self):
        return self.x

    def put(self, value):
        self.x, old = value, self.x
        return old

    def __repr__(self):
        return "thing"


def one(x):
    return [x]


def pair(x, y=None):
    return (x, y)


def fail(x):
    raise Odd(x)


def add(x, y=1):
    return x + y


def many(x, *rest, y=None, z=0):
    return (x, rest, y, z)


def count(n):
    i = 0
    while i < (n if isinstance(n, int) and n < 4 else 2):
        yield i
        i += 1
    return n


LEFT = [500]


def tick():
    """Ends loops over what they make longer."""
    LEFT[0] -= 1
    if LEFT[0] < 0:
        raise Odd("too long")


def tell(error):
    print(type(error).__name__, str(error)[:200], "after", type(error.__context__).__name__)


def show(function, *arguments):
    LEFT[0] = 500
    try:
        print(repr(function(*arguments))[:500])
    except Exception as error:
        tell(error)


