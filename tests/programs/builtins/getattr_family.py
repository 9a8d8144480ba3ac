class A:
    x = 1

    def m(self):
        return "m"


a = A()
print(getattr(a, "x"), getattr(a, "m")(), getattr(a, "no", None), hasattr(a, "x"), hasattr(A, "no"))
setattr(a, "y", 2)
setattr(A, "z", 3)
print(a.y, a.z, vars(a), delattr(a, "y"), vars(a))
print(getattr([], "append").__name__, getattr(5, "real"), getattr("a", "upper")())
for bad in (lambda: getattr(a, "no"), lambda: getattr(5, "no"), lambda: getattr(A, "no"), lambda: [].no,
            lambda: setattr(5, "x", 1), lambda: delattr(a, "no"), lambda: getattr(a, 5), lambda: len.x,
            lambda: None.no, lambda: setattr(int, "x", 1), lambda: (lambda: 0).no, lambda: "s".no):
    try:
        bad()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)


class P:
    @property
    def broken(self):
        raise AttributeError("inner")

    @property
    def wrong(self):
        raise ValueError("not an attribute error")


p = P()
print(hasattr(p, "broken"), getattr(p, "broken", "default"))
try:
    hasattr(p, "wrong")
except ValueError as error:
    print(error)
error = None
try:
    a.missing
except AttributeError as e:
    print(e.name, e.obj is a)
