t = (1, "a", 2.5)
print(t, t[0], t[-1], len(t), t + (4,), t * 2, "a" in t, t.index("a"), t.count(1))
print((), (1,), 1, (1), tuple(), tuple("ab"), tuple([1]), tuple(range(3)))
print((1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (2,) > (1, 9), (1, 2) != [1, 2])
print(hash((1, 2)) == hash((1, 2)), {(0, 0): "o"}[0, 0], ((1, 2), (3, 4))[1][0])
a = (1, [2])
a[1].append(3)
print(a)
for bad in (lambda: hash(a), lambda: t.__setitem__, lambda: t[10], lambda: (1,) + [1]):
    try:
        bad()
    except (TypeError, AttributeError, IndexError) as error:
        print(type(error).__name__, error)
try:
    t[0] = 5
except TypeError as error:
    print(error)
x, y = y, x = 1, 2
print(x, y, max((1, 5), (1, 4)), sorted([(2, "b"), (1, "z"), (2, "a")]), min((3, 1, 2)), sum((1, 2)))
print(tuple(reversed((1, 2, 3))), (1, 2, 3)[::-2], any((0, "")), all(()), (1,) * 0, *(1, 2))
empty = ()
print(not empty, empty == (), (None,), ("a" "b",), (1, (2, (3,))), isinstance((), tuple))
