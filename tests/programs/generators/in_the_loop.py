"""Generators driven by next, send, throw and close, from loops, from each other and from native functions."""


def echo(log):
    received = None
    try:
        while True:
            try:
                received = yield received
                log.append(received)
            except ValueError as error:
                received = f"caught {error}"
    finally:
        log.append("closed")


log = []
e = echo(log)
print(next(e), e.send(1), e.send("two"), e.throw(ValueError("three")), e.__next__(), log)
e.close()
print(log, next(e, "over"))
for call in (lambda: next(e), lambda: e.send(1), lambda: e.send(None), lambda: echo([]).send(1)):
    try:
        call()
    except (StopIteration, TypeError) as error:
        print(type(error).__name__, error.args)


def inner(n):
    got = []
    for i in range(n):
        got.append((yield i))
    return got


def middle(n):
    first = yield from inner(n)
    second = yield from inner(n)
    return first + second


def outer(n):
    result = yield from middle(n)
    yield "result", result


o = outer(2)
print([next(o)] + [o.send(i) for i in range(4)])
try:
    o.send("end")
except StopIteration as stop:
    print("stopped", stop.value)


def returns(value):
    return value
    yield


def delegate():
    a = yield from returns(5)
    b = yield from [1, 2]
    c = yield from returns((a, b))
    return c


def value_of(generator):
    try:
        while True:
            next(generator)
    except StopIteration as stop:
        return stop.value


print(value_of(delegate()), list(delegate()), list(map(value_of, [delegate(), returns(1)])))


def failing(n):
    yield n
    raise KeyError(n)


def guarded(n):
    try:
        yield from failing(n)
    except KeyError as error:
        yield f"guarded {error}"
    raise LookupError("after")


g = guarded(7)
print(next(g), next(g))
try:
    next(g)
except LookupError as error:
    print(error, error.__context__)


def leaks():
    next(iter([]))
    yield 1


try:
    next(leaks())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def itself():
    yield next(me)


me = itself()
try:
    next(me)
except ValueError as error:
    print(error)


def countdown(n):
    if n:
        yield n
        yield from countdown(n - 1)


print(sum(countdown(100)), list(zip(countdown(3), countdown(5))))


def endless(n):
    yield from endless(n + 1)


try:
    next(endless(0))
except RecursionError as error:
    print("RecursionError", str(error)[:40])


class Step:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def add(a, b):
    return await Step(a) + await Step(b)


async def total():
    return [await add(1, 2), await add(3, 4)]


c = total()
print([c.send(None)] + [c.send(10 * i) for i in range(1, 4)])
try:
    c.send(40)
except StopIteration as stop:
    print(stop.value)
try:
    c.send(None)
except RuntimeError as error:
    print(error)


def context():
    try:
        raise OSError("handled inside")
    except OSError:
        yield 1
        yield 2


h = context()
try:
    raise ValueError("outside")
except ValueError:
    print(next(h), next(h))
    try:
        raise TypeError("new")
    except TypeError as error:
        print(repr(error.__context__))
