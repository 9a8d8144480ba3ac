# counts: exact
# In which order objects that go at once have their `__del__` called.
class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name, end="; ")


class Plain:
    pass


def some():
    return Told("a"), Told("b"), Told("c")


def locals_of_a_call():
    a, b = Told("a"), Told("b")
    c = Told("c")


def arguments(a, b):
    pass


def yields():
    a = Told("a")
    yield 1
    b = Told("b")
    yield 2


locals_of_a_call()
print("locals")
arguments(Told("a"), Told("b"))
print("arguments")
items = list(some())
del items
print("list")
items = list(some())
items.clear()
print("cleared")
items = list(some())
items[:] = []
print("replaced")
[Told("a"), Told("b")]
print("unused")
nested = [[Told("a")], [Told("b")]]
del nested
print("nested")
table = dict(enumerate(some()))
del table
print("dict")
plain = Plain()
plain.a, plain.b = Told("a"), Told("b")
del plain
print("attributes")
generator = yields()
next(generator), next(generator)
del generator
print("generator")
