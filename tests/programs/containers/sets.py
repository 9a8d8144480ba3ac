a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), sorted(b - a))
print(a.union([9], (8,)) == {1, 2, 3, 4, 8, 9}, a.intersection("x") == set(), sorted(a.difference(b, [1])))
print({1} < a, a <= a, a < a, a > {1, 2}, a.isdisjoint({7}), {1, 2}.issubset(range(5)), a.issuperset([]))
s = set()
s.add(1); s.add(1); s.add("a"); s.discard(99); s.update([2, 3], "z")
print(len(s), 1 in s, s == {1, 2, 3, "a", "z"}, set("hello") == {"h", "e", "l", "o"})
s.remove("a")
s &= {1, 2, "z"}; s |= {10}; s -= {2}; s ^= {10, 11}
print(s == {1, "z", 11}, bool(set()), repr(set()), {1}, frozenset(), frozenset([1]))
f = frozenset([1, 2])
print(f == {1, 2}, {f: "key"}[frozenset([2, 1])], type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])))
print(1.0 in {1}, {1, 1.0, True} == {1}, len({0, False, 0.0, ""}), {(1, 2), (1, 2)}, None in {None})
c = a.copy()
c.clear()
print(c == set(), len(a), sorted({x % 3 for x in a}), sum({1, 2, 3}), min(a), max(b))
for bad in (lambda: {[1]}, lambda: set([{}]), lambda: {1} | [2], lambda: {1} < [1], lambda: f.add(1),
            lambda: set(5), lambda: a.remove("gone"), lambda: {1} + {2}):
    try:
        bad()
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
one = {5}
print(one.pop(), one)
try:
    for x in a:
        a.add(x + 100)
except RuntimeError as error:
    print(error)
