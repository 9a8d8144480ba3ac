class Date:
    zone = "UTC"

    def __init__(self, y, m):
        self.y, self.m = y, m

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("-")))

    @staticmethod
    def leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

    @classmethod
    def describe(cls):
        return cls.__name__ + " " + cls.zone

    def __repr__(self):
        return f"{type(self).__name__}({self.y}, {self.m})"


class Local(Date):
    zone = "CET"


print(Date.parse("2020-02"), Local.parse("1999-12"))
print(Date.leap(2000), Date(1, 1).leap(1900), Local.leap(2024))
print(Local.describe(), Date.describe(), Local(1, 2).describe())
print(Date.parse.__self__ is Date, Local.parse.__self__ is Local)


class Registry(type):
    def make(cls):
        return "made by " + cls.__name__


class Item(metaclass=Registry):
    @classmethod
    def build(cls, *args, **kwargs):
        return cls, args, kwargs


print(Item.make(), Item.build(1, k=2)[1:])
call = Date.leap
print(call(4), Item.build.__name__)
