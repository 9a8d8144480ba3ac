class Replace:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        raise KeyError("replaced")


try:
    with Replace():
        raise ValueError("original")
except KeyError as error:
    print(error, repr(error.__context__))
try:
    with Replace():
        pass
except KeyError as error:
    print(error, error.__context__)


class Only:
    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return kind is not None and issubclass(kind, self.kind)


def f(kind):
    with Only(LookupError):
        with Only(ArithmeticError):
            raise kind("x")
    return "fine"


print(f(KeyError), f(ZeroDivisionError))
try:
    f(ValueError)
except ValueError as error:
    print("not swallowed", error)


def generator():
    with Only(ValueError):
        yield 1
        raise ValueError
    yield 2


print(list(generator()))


def nested_return():
    try:
        with Only(ValueError):
            raise ValueError
        return "after with"
    finally:
        print("finally")


print(nested_return())


class Late:
    pass


late = Late()
late.__enter__ = lambda: 1
late.__exit__ = lambda *a: 0
try:
    with late:
        pass
except TypeError as error:
    print(error)
