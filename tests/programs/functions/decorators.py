def twice(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs), f(*args, **kwargs)
    return wrapper


def times(n):
    def decorate(f):
        def wrapper(*args):
            return [f(*args) for _ in range(n)]
        wrapper.__name__ = f.__name__
        return wrapper
    return decorate


@times(3)
@twice
def greet(name):
    return "hi " + name


print(greet("ann"), greet.__name__)


class Memo:
    def __init__(self, f):
        self.f = f
        self.seen = {}
        self.misses = 0

    def __call__(self, *args):
        if args not in self.seen:
            self.misses += 1
            self.seen[args] = self.f(*args)
        return self.seen[args]


@Memo
def square(x):
    return x * x


print(square(4), square(4), square(5), square.misses)


def register(table):
    return lambda f: table.setdefault(f.__name__, f)


table = {}


@register(table)
def one():
    return 1


@(lambda f: "replaced")
def gone():
    pass


print(table["one"](), gone)


@twice
class Made:
    pass


print(len(Made()), type(Made()[0]).__name__)
