class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        print("named", name, "in", owner.__name__)
        self.name = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return f"{owner.__name__} descriptor"
        return getattr(instance, self.name, "unset")

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{value!r} is not {self.kind.__name__}")
        setattr(instance, self.name, value)

    def __delete__(self, instance):
        print("delete", self.name)
        delattr(instance, self.name)


class Person:
    name = Typed(str)
    age = Typed(int)


p = Person()
print(p.name, Person.age)
p.name = "Ann"
p.age = 30
print(p.name, p.age, sorted(p.__dict__))
try:
    p.age = "old"
except TypeError as error:
    print(error)
del p.age
print(p.age)


class NonData:
    def __get__(self, instance, owner):
        return "from descriptor"


class Host:
    d = NonData()


h = Host()
print(h.d)
h.d = "own"
print(h.d, Host.d)
h.__dict__["x"] = NonData()
print(type(h.x).__name__)
