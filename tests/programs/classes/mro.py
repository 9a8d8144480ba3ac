class A:
    def go(self):
        return ["A"]


class B(A):
    def go(self):
        return ["B"] + super().go()


class C(A):
    def go(self):
        return ["C"] + super().go()


class D(B, C):
    def go(self):
        return ["D"] + super().go()


print(D().go())
print([k.__name__ for k in D.mro()])


class X: pass
class Y: pass
class XY(X, Y): pass
class YX(Y, X): pass


try:
    type("Z", (XY, YX), {})
except TypeError as error:
    print(str(error).splitlines()[0])


class E(D, A): pass


print([k.__name__ for k in E.__mro__])
print(super(B, D()).go(), super(C, D()).go())


class Mixin:
    def go(self):
        return ["mixin"] + super().go()


class F(Mixin, B): pass


print(F().go(), Mixin in F.__mro__)
try:
    Mixin().go()
except AttributeError as error:
    print(error)
try:
    type("Twice", (A, A), {})
except TypeError as error:
    print(error)
