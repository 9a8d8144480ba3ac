# counts: exact
# Functions, methods and classes that only a running call, or the row of a call, still refers to.
import gc
import sys


class Flag:
    def __init__(self, name):
        self.name = name


def itself(flag=Flag("default of itself")):
    global itself
    del itself
    gc.collect()
    def inner():
        return flag.name
    return inner() + ", " + flag.name


print(itself())
gc.collect()
print("after itself")


def between(*values):
    return "called", values


def delete_it():
    global between
    del between
    gc.collect()
    return 1


# The function is in the row when it goes.
print(between(delete_it(), [gc.collect() and 0]))


class Thing:
    def __init__(self, depth=0):
        self.depth = depth
        if depth == 0:
            Thing.__init__ = lambda self, depth=9: setattr(self, "depth", depth)
            gc.collect()
        self.end = "of the first __init__"

    def method(self):
        Thing.method = lambda self: "the new method"
        gc.collect()
        return "the old method still runs", self.depth

    def __getitem__(self, key):
        del Thing.__getitem__
        gc.collect()
        return key, self.depth

    def __call__(self, x):
        Thing.__call__ = lambda self, x: "the new call"
        gc.collect()
        return x, self.depth

    @property
    def value(self):
        Thing.value = 5
        gc.collect()
        return "the property", self.depth


thing = Thing()
print(thing.end)
print(thing.method(), thing.method())
print(thing[3], thing(4), thing(5), thing.value, thing.value)
print(Thing().depth)


def make():
    class Local:
        def run(self):
            gc.collect()
            return type(self).__name__, here()

    def here():
        gc.collect()
        return "here"

    return Local


def use():
    return make()().run()


print(use())

# A class that is called while its name goes away.


class Gone:
    def __new__(cls, *args):
        global Gone
        del Gone
        gc.collect()
        return super().__new__(cls)

    def __init__(self, value):
        gc.collect()
        self.value = value


print(Gone(7).value)

# Exceptions leave rows and frames behind, and what stood there is not used again.


def fails(n):
    global fails
    keep = fails
    if n:
        return keep(n - 1)
    del fails
    gc.collect()
    raise ValueError(keep.__name__)


try:
    print([1, fails(20), 2])
except ValueError as error:
    trace = error.__traceback__
    depth = 0
    while trace is not None:
        depth += 1
        trace = trace.tb_next
    print("raised", error, depth)
    del error, trace
gc.collect()

# Generators own what they run, and what their windows hold while they wait.


def pairs():
    global pairs
    del pairs
    got = between2((yield 1), (yield 2), len([(yield 3)]))
    gc.collect()
    yield got


def between2(*values):
    return values


waiting = pairs()
next(waiting)
del between2
gc.collect()
print(waiting.send("a"), waiting.send("b"), waiting.send("c"))
del waiting


def methods():
    text = []
    text.append((yield "append"))
    yield text


g = methods()
next(g)
gc.collect()
print(g.send(4))
del g

# What is made of the callee of a call is a value like any other.


def named():
    return named


print((named or None)().__name__, (alias := named)().__name__, alias is named)
print([f() for f in [named]][0] is named, (named if alias else print)() is named)
print({named: 1}[named()], named().__name__, sys.getrefcount(named) > 1)


def recursive(n):
    return recursive(n - 1) + 1 if n else gc.collect() * 0


print(recursive(300))


def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__)
gc.collect()


class Owner:
    def __del__(self):
        global last
        del last
        gc.collect()
        print("finalizer ends")


def last():
    owner = Owner()
    del owner
    gc.collect()
    return "last ends"


print(last())
exec("def f():\n    global f\n    del f\n    gc.collect()\n    return 'executed'\nprint(f())", {"gc": gc})
print("done")
