class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __le__(self, other):
        return self.parts <= other.parts

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return ".".join(map(str, self.parts))


a, b, c = Version(1, 2), Version(1, 10), Version(1, 2)
print(a < b, a > b, a <= c, a >= c, a == c, a != b)
print(sorted([b, a, Version(0, 9)]), max(a, b), min([b, a]))
print(len({a, b, c}), {a: "found"}[c], a in [c], [b, c].index(a))


class NoHash:
    def __eq__(self, other):
        return True


try:
    hash(NoHash())
except TypeError as error:
    print(error)
print(NoHash() == 5, NoHash() != 5, [1, 2].count(NoHash()))
try:
    sorted([object(), object()])
except TypeError as error:
    print(error)
try:
    1 < "a"
except TypeError as error:
    print(error)
try:
    [1] >= (1,)
except TypeError as error:
    print(error)
nan = float("nan")
print(nan == nan, nan != nan, nan in [nan], [nan] == [nan])
