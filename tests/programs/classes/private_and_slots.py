class Account:
    def __init__(self):
        self.__balance = 10
        self.__dunder__ = "as is"

    def __secret(self):
        return self.__balance

    def show(self):
        return self.__secret()


a = Account()
print(a.show(), a._Account__balance, a.__dunder__)
try:
    a.__balance
except AttributeError as error:
    print(error)


class Sub(Account):
    def __secret(self):
        return "not called"


print(Sub().show(), sorted(k for k in Sub().__dict__))


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x):
        self.x = x


s = Slotted(1)
print(s.x, hasattr(s, "y"), hasattr(s, "__dict__"))
try:
    s.z = 1
except AttributeError as error:
    print(error)
try:
    s.y
except AttributeError as error:
    print("AttributeError")
s.y = 2
del s.x
print(s.y, hasattr(s, "x"))


class Loose(Slotted):
    pass


loose = Loose(1)
loose.z = 3
print(loose.z, loose.x)
