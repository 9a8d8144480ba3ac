"""copy and deepcopy: identity, cycles, hooks, subclasses, slots and the memo."""
import copy
from collections import OrderedDict, defaultdict


class Plain:
    def __init__(self, *values):
        self.values = values
        self.more = list(values)


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


class Hooked:
    def __init__(self, n):
        self.n = n

    def __copy__(self):
        return Hooked(self.n + 1)

    def __deepcopy__(self, memo):
        result = Hooked(copy.deepcopy(self.n, memo))
        memo[id(self)] = result
        return result


class Listed(list):
    pass


p = Plain(1, [2])
s, d = copy.copy(p), copy.deepcopy(p)
print(s.values is p.values, s.more is p.more, d.values == p.values, d.values[1] is p.values[1], d.more[1] is d.values[1])
p.extra = p
d = copy.deepcopy(p)
print(d.extra is d, sorted(vars(d)), copy.deepcopy(p.__dict__)["more"] == p.more)
q = Plain()
q.__dict__["in dict"] = [1]
print(copy.deepcopy(q).__dict__ == q.__dict__, copy.deepcopy(q).__dict__["in dict"] is q.__dict__["in dict"])
x = Slotted([1])
y = copy.deepcopy(x)
print(y.a, y.a is x.a, hasattr(y, "b"), copy.copy(x).a is x.a)
h = Hooked([1])
print(copy.copy(Hooked(1)).n, copy.deepcopy([h, h])[0] is copy.deepcopy(h), [i.n for i in copy.deepcopy([h, h])], len(set(map(id, copy.deepcopy([h, h])))))
shared = [1]
data = {"a": shared, "b": (shared, 2), "c": {3, frozenset([4])}, (1, 2): shared}
twin = copy.deepcopy(data)
print(twin == data, twin["a"] is twin["b"][0] is twin[1, 2], twin["a"] is shared)
loop = [1]
loop.append((loop, {"loop": loop}))
again = copy.deepcopy(loop)
print(again[1][0] is again, again[1][1]["loop"] is again, again is loop)
whole = (1, (2, "x"), frozenset([3]), None, 1.5, 10 ** 40, range(3), print, Plain, ...)
print(copy.deepcopy(whole) is whole, copy.deepcopy(p.__init__).__self__ is p, copy.copy(whole) is whole)
listed = Listed([1, [2]])
listed.name = ["n"]
other = copy.deepcopy(listed)
print(type(other).__name__, other, other[1] is listed[1], other.name, other.name is listed.name)
groups = defaultdict(list, a=[1])
print(copy.deepcopy(groups), copy.deepcopy(groups)["z"], copy.copy(OrderedDict(b=1, a=2)))
print(copy.deepcopy(bytearray(b"ab")), copy.deepcopy({1, 2} | {3}), repr(copy.deepcopy(ValueError("v", [1]))))
memo = {}
first = copy.deepcopy(shared, memo)
print(copy.deepcopy([shared], memo)[0] is first, memo[id(shared)] is first)


class Grows:
    def __init__(self, items):
        self.items = items

    def __deepcopy__(self, memo):
        self.items.append(0) if len(self.items) < 4 else None
        return self


items = []
items.append(Grows(items))
print(len(copy.deepcopy(items)), len(items))
deep = []
for _ in range(100):
    deep = [deep]
print(copy.deepcopy(deep) == deep)
