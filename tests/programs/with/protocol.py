class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind.__name__ if kind else None, value, trace is not None)
        return self.swallow


with CM("a") as a, CM("b") as b:
    print(a, b)
with CM("outer", True):
    with CM("inner"):
        raise ValueError("boom")
print("swallowed")
with (CM("p") as p, CM("q") as q,):
    print(p + q)
try:
    with CM("x"):
        1 / 0
except ZeroDivisionError as error:
    print("out", error)


def early():
    with CM("return"):
        return "value"


def loops():
    for i in range(3):
        with CM(i):
            if i == 0:
                continue
            break
    return i


print(early(), loops())


class BadEnter(CM):
    def __enter__(self):
        raise KeyError("in enter")


try:
    with CM("first"), BadEnter("second"):
        print("never")
except KeyError as error:
    print("caught", error)
for bad in (5, CM):
    try:
        with bad:
            pass
    except TypeError as error:
        print(error)
with CM("tuple") as (t, *rest):
    print(t, rest)
