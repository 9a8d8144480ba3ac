class A:
    def __add__(self, other):
        print("A.__add__")
        return NotImplemented

    def __radd__(self, other):
        print("A.__radd__")
        return "A radd"


class B(A):
    def __radd__(self, other):
        print("B.__radd__")
        return "B radd"


print(A() + B())
print(1 + A())
print(1 + B())
try:
    A() + A()
except TypeError as error:
    print(error)


class N(int):
    def __radd__(self, other):
        return "sub first"

    def __rsub__(self, other):
        return "rsub"


print(1 + N(2), N(2) + 1, 5 - N(1), N(1) - 5)


class Eq:
    def __eq__(self, other):
        print("Eq.__eq__")
        return NotImplemented


print(Eq() == 1, Eq() != 1, 1 == Eq())
e = Eq()
print(e == e, e in [e])


class Lt:
    def __gt__(self, other):
        return "gt reflected"


print(1 < Lt(), Lt() > 1)
try:
    Lt() <= 1
except TypeError as error:
    print(error)
