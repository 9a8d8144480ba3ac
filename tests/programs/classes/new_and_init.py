class Single:
    instance = None

    def __new__(cls, *args):
        print("new", args)
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self, value):
        print("init", value)
        self.value = value


a, b = Single(1), Single(2)
print(a is b, a.value)


class NotMine:
    def __new__(cls):
        return "a string"

    def __init__(self):
        print("never")


print(NotMine())


class Upper(str):
    def __new__(cls, text):
        return super().__new__(cls, text.upper())


print(Upper("shout"), len(Upper("abc")), type(Upper("x")).__name__)


class Pair(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]


p = Pair(1, 2)
print(p, p.first, p == (1, 2), len(p))
try:
    object.__new__(Single).value
except AttributeError as error:
    print(error)


class Bad:
    def __init__(self):
        return 5


try:
    Bad()
except TypeError as error:
    print(error)
try:
    object(1)
except TypeError as error:
    print("TypeError")
