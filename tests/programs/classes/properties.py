class Celsius:
    def __init__(self, degrees=0):
        self.degrees = degrees

    @property
    def fahrenheit(self):
        """Degrees in Fahrenheit."""
        return self.degrees * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self.degrees = (value - 32) * 5 / 9

    @fahrenheit.deleter
    def fahrenheit(self):
        print("deleting")
        self.degrees = None

    @property
    def fixed(self):
        return "fixed"


t = Celsius(100)
print(t.fahrenheit)
t.fahrenheit = 32
print(t.degrees)
del t.fahrenheit
print(t.degrees, Celsius.fahrenheit.__doc__)
try:
    t.fixed = 1
except AttributeError as error:
    print(error)
try:
    del t.fixed
except AttributeError as error:
    print(error)
t.__dict__["fixed"] = "shadow"
print(t.fixed, isinstance(Celsius.fixed, property))


class Sub(Celsius):
    @property
    def fixed(self):
        return "sub " + super().fixed


print(Sub().fixed)


class Old:
    def get(self):
        return self._v

    def put(self, v):
        self._v = v * 2

    v = property(get, put)


o = Old()
o.v = 4
print(o.v)
