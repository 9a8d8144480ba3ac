for thing in (1, 1.5, "s", b"b", True, None, [], (), {}, set(), frozenset(), range(1), len, print,
              int, type, object, lambda: 0, ValueError(), (x for x in ()), slice(1), NotImplemented, ...):
    print(type(thing).__name__, end=" ")
print()
print(int, str, type, ValueError, type(None), object)
print(type(1), type("a"), type(len), type(lambda: 0))


class C:
    def m(self):
        pass


print(C, C.__name__, C.__module__, type(C), type(C().m).__name__, type(C.m).__name__)
print(len, len.__name__, [].append.__name__, str.upper.__name__)
print(isinstance(C(), object), isinstance(C, type), issubclass(C, object), type(C) is type)
print(int.__mro__, bool.__mro__)
print(None, Ellipsis, NotImplemented, True, repr(None), str(...))
print(type("Made", (C,), {"x": 1})().x, type.__name__, object().__class__.__name__)
print(int.__name__, dict.fromkeys.__name__, (5).__class__, "a".__class__, [].__class__.__name__)
print(dir(C()) == sorted(dir(C())), "m" in dir(C()), "__init__" in dir(C), hasattr(5, "bit_length"))
print(vars(C())== {}, "m" in vars(C), sorted(k for k in C.__dict__ if not k.startswith("__")))
