"""Every way to pass arguments to every kind of parameter list, called from the loop, through methods, classes and spreads."""


def plain(a, b=2, c=3):
    return a, b, c


def keyword_only(a, *, b=2, c):
    return a, b, c


def positional_only(a, b=2, /, c=3, **rest):
    return a, b, c, rest


def everything(a, b=2, *args, c=3, d, **rest):
    return a, b, args, c, d, rest


class Holder:
    def __init__(self, a, b=2, *, c=3):
        self.values = a, b, c

    def method(self, a, b=2, *args, c=3):
        return self.values, a, b, args, c

    def __call__(self, a, *args, b=2):
        return self.values, a, args, b

    @classmethod
    def made(cls, *args, **rest):
        return cls(*args, **rest).values

    @staticmethod
    def free(a, *, b=5):
        return a, b


class Error(Exception):
    def __init__(self, code, *, text="none"):
        super().__init__(code, text)
        self.code = code


def attempt(function, *args, **rest):
    try:
        return function(*args, **rest)
    except TypeError as error:
        return f"TypeError: {error}"


print(plain(1), plain(1, c=5), plain(c=5, a=1), plain(1, 7, c=5), plain(b=1, a=0))
print(keyword_only(1, c=5), keyword_only(c=5, b=1, a=0))
print(positional_only(1), positional_only(1, 2, 3), positional_only(1, a=5, b=6, c=7, d=8))
print(everything(1, d=4), everything(1, 5, 6, 7, d=4, c=0, e=9), everything(d=1, a=2, z=3, b=4))
holder = Holder(1, c=9)
print(holder.values, Holder(c=1, a=2).values, holder.method(5), holder.method(5, c=1), holder.method(5, 6, 7, 8, c=1))
print(holder(1), holder(1, 2, 3, b=4), Holder.made(1, c=2), Holder.free(1, b=2), Holder.free(b=1, a=2))
bound = holder.method
print(bound(0, b=1), bound(*[1, 2, 3]), bound(**{"a": 1, "c": 2}), plain(*(1,), **{"c": 0}), plain(*"xyz"))
print(everything(*range(5), **{"d": 1, "x": 2}), [f(3, b=1) for f in (plain, Holder.free)])
for error in (Error(1), Error(2, text="x"), Error(code=3)):
    print(repr(error), error.args, error.code)
print(repr(ValueError()), repr(ValueError(1, 2)), repr(KeyError("k")), OSError(2, "no").errno)
many = dict.fromkeys("ijklmnopqr", 0)
print(attempt(everything, 1, d=2, **many), attempt(keyword_only, 1, **{"c": 1}))
for wrong in (
    lambda: plain(), lambda: plain(1, 2, 3, 4), lambda: plain(1, a=2), lambda: plain(1, z=2), lambda: keyword_only(1),
    lambda: keyword_only(1, 2, c=3), lambda: positional_only(b=1), lambda: everything(1), lambda: Holder(),
    lambda: Holder(1, d=2), lambda: holder.method(), lambda: holder(), lambda: Error(), lambda: Error(1, 2),
    lambda: plain(*5), lambda: plain(**{"a": 1, "b": 2, "q": 3}), lambda: ValueError(a=1),
):
    print(attempt(wrong))


def deep(n, *, step=1):
    return 0 if n <= 0 else 1 + deep(n - step, step=step)


print(deep(200), deep(200, step=2))
