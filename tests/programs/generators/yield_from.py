def inner(n):
    total = 0
    for i in range(n):
        x = yield i
        if x is not None:
            total += x
    return total


def outer():
    a = yield from inner(2)
    print("a", a)
    b = yield from inner(1)
    print("b", b)
    yield from "xy"
    c = yield from []
    return a + b, c


g = outer()
print(next(g), g.send(10), g.send(5), g.send(7), next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)


def flatten(x):
    if isinstance(x, list):
        for y in x:
            yield from flatten(y)
    else:
        yield x


print(list(flatten([1, [2, [3, [4]], []], 5])))


def catcher():
    try:
        yield 1
    except ValueError:
        yield "caught inside"


def delegate():
    try:
        yield from catcher()
    finally:
        print("delegate done")


g = delegate()
next(g)
print(g.throw(ValueError))
g.close()


def tree(d):
    if d:
        yield from tree(d - 1)
        yield d
        yield from tree(d - 1)


print(list(tree(3)))
g = delegate()
next(g)
try:
    g.throw(KeyError("passes through"))
except KeyError as error:
    print(error)


def running():
    yield from me


me = running()
try:
    next(me)
except ValueError as error:
    print(error)
