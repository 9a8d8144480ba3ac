class Base:
    name = "base"

    def __init__(self):
        print("Base.__init__")

    @classmethod
    def make(cls):
        return "Base.make for " + cls.__name__

    @property
    def value(self):
        return 10

    def __getitem__(self, key):
        return ("base", key)


class Left(Base):
    name = "left"

    def __init__(self, **kwargs):
        print("Left", sorted(kwargs))
        super().__init__()

    @classmethod
    def make(cls):
        return "Left>" + super().make()

    @property
    def value(self):
        return super().value + 1

    def __getitem__(self, key):
        return super().__getitem__(key) + ("left",)

    def up(self):
        return super().name, super(Left, self).name

    def late(self):
        return (lambda: super(Left, self).value)(), [super(Left, self).name for _ in "a"]


class Right(Left):
    def __init__(self):
        print("Right")
        super().__init__(a=1)


r = Right()
print(r.make(), r.value, r["k"], r.up(), r.late())
print(Right.make(), super(Right, r).value, super(Right, Right).make())
try:
    super().x
except RuntimeError as error:
    print(error)
try:
    super(Left, 5)
except TypeError as error:
    print(error)
