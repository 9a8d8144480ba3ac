from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace


@dataclass(order=True)
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list, compare=False)
    code: int = field(default=5, repr=False)

    def total(self, n):
        return self.price * n


a, b = Item("a"), Item("b", 2.0)
print(a, b, a == Item("a"), a < b, a.tags is b.tags, b.total(3), [f.name for f in fields(Item)])
print(asdict(Item("x", 1, [Item("y")])), replace(a, name="z"))
for bad in (lambda: Item(), lambda: Item(1, 2, 3, 4, 5), lambda: Item("a", q=1), lambda: hash(a), lambda: a < 5):
    try:
        bad()
    except TypeError as error:
        print(error)


@dataclass(frozen=True)
class Key:
    x: int
    y: int = 0

    def __post_init__(self):
        print("post", self.x)


k = Key(1)
try:
    k.x = 2
except FrozenInstanceError as error:
    print(error)
print(hash(k) == hash(Key(1)), {k: "found"}[Key(1, 0)])


@dataclass
class Sub(Item):
    extra: int = 7


print(Sub("s", extra=8), Sub("s") == Item("s"))
