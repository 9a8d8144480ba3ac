"""Coroutines driven by hand: await, async for, async with, comprehensions that wait."""


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        answer = yield self.value
        return answer


def drive(coroutine, answers=()):
    """Runs a coroutine to its end and returns what it yielded and what it returned."""
    answers = iter(answers)
    seen = []
    send = None
    while True:
        try:
            seen.append(coroutine.send(send))
        except StopIteration as stop:
            return seen, stop.value
        send = next(answers, None)


async def fibonacci(n):
    if n <= 1:
        return n
    return await fibonacci(n - 1) + await fibonacci(n - 2)


async def talk():
    first = await Pause("one")
    second = await Pause("two")
    return first, second


print(drive(fibonacci(10)))
print(drive(talk(), [10, 20]))


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        return await Pause(self.left)


async def loops():
    total = []
    async for item in Countdown(3):
        total.append(item)
    else:
        total.append("else")
    async for item in Countdown(5):
        if item == "stop":
            break
        if item is None:
            continue
        total.append(item)
    return total


print(drive(loops(), ["a", "b", "c", None, "d", "stop"]))


class Manager:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    async def __aenter__(self):
        await Pause("enter " + self.name)
        return self.name.upper()

    async def __aexit__(self, kind, value, trace):
        await Pause("exit %s %s" % (self.name, kind and kind.__name__))
        return self.suppress


async def managed():
    async with Manager("a") as a, Manager("b") as b:
        print("inside", a, b)
    async with Manager("c", suppress=True):
        raise ValueError("swallowed")
    for n in range(3):
        async with Manager("d"):
            if n == 1:
                break
    async with Manager("e"):
        return "returned"


print(drive(managed()))


async def comprehensions():
    listed = [item async for item in Countdown(2)]
    waited = {n: await Pause(n) for n in range(2)}
    nested = [[await Pause((a, b)) for a in range(2)] for b in range(2)]
    filtered = {n async for n in Countdown(3) if n}
    return listed, waited, nested, sorted(filtered)


print(drive(comprehensions(), list(range(100, 120))))


async def failing():
    try:
        await Pause("before")
    except KeyError as error:
        await Pause("handled %r" % error)
    finally:
        await Pause("finally")
    raise LookupError("end")


c = failing()
print(c.send(None))
print(c.throw(KeyError("thrown")))
print(c.send(None))
try:
    c.send(None)
except LookupError as error:
    print("raised", error)
for again in (lambda: c.send(None),):
    try:
        again()
    except RuntimeError as error:
        print(error)


async def reuse(coroutine):
    await coroutine


try:
    drive(reuse(c))
except RuntimeError as error:
    print(error)


async def mistakes(what):
    if what == "await":
        await 5
    elif what == "for":
        async for _ in [1]:
            pass
    elif what == "with":
        async with 5:
            pass
    elif what == "stop":
        raise StopIteration(3)


for what in ("await", "for", "with", "stop"):
    try:
        drive(mistakes(what))
    except (TypeError, RuntimeError, AttributeError) as error:
        print(type(error).__name__, error)

c = talk()
print(type(c).__name__, c.__name__, c.__qualname__, c.cr_running, hasattr(c, "__iter__"))
c.send(None)
c.close()
c = talk()
c.close()
print(talk.__name__, callable(talk))
