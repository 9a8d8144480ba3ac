from enum import Enum, Flag, IntEnum, auto, unique


class Colour(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def shout(self):
        return self.name + "!"


print(Colour.RED, repr(Colour.GREEN), Colour(1), Colour["GREEN"], list(Colour), len(Colour))
print(Colour.CRIMSON is Colour.RED, Colour.RED.value, Colour.RED.shout(), Colour.RED == 1, {Colour.RED: "r"}[Colour(1)])
for bad in (lambda: Colour(9), lambda: Colour["X"], lambda: Colour.RED < Colour.GREEN):
    try:
        bad()
    except (ValueError, KeyError, TypeError) as error:
        print(type(error).__name__, error)


class Level(IntEnum):
    LOW = auto()
    MID = auto()
    HIGH = 10


print(list(Level), Level.LOW + 1, Level.MID == 2, str(Level.LOW), f"{Level.HIGH}", max(Level), Level(10).name)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()


print((Perm.R | Perm.W).value, Perm.R in (Perm.R | Perm.W), bool(Perm.R & Perm.W), (~Perm.R).value, Perm.R | Perm.X)


class Planet(Enum):
    EARTH = (1, 2.5)
    MARS = (3, 4.5)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius


print(Planet.MARS.radius, Planet.EARTH.value, Planet((1, 2.5)))
try:
    @unique
    class Twice(Enum):
        A = 1
        B = 1
except ValueError as error:
    print("duplicate")
