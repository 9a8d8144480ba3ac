def f(a, b: int = 1) -> str:
    """Says f."""
    return "f"


f.count = 3
f.count += 1
print(f.count, f.__name__, f.__doc__, f.__module__)
print(f.__annotations__)
print(hasattr(f, "missing"), sorted(f.__dict__))
f.__name__ = "renamed"
print(f.__name__)


def outer():
    def inner():
        pass
    return inner


print(outer().__qualname__, outer.__qualname__)


class C:
    def m(self):
        return self


print(C.m.__qualname__, C.m.__name__, C().m.__name__)
c = C()
bound = c.m
print(bound() is c, bound.__self__ is c, bound.__func__ is C.m, c.m == c.m)
try:
    f.missing
except AttributeError as error:
    print(error)
print(callable(f), callable(C), callable(c), callable(3))
