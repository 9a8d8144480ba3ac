print(list(enumerate("ab", start=1)), list(zip()), list(zip([1])), list(zip([1, 2], "abc", (True, False))))
print(list(map(str, [1, 2])), list(map(max, [1, 5], [4, 2], [3, 3])), list(map(lambda *a: a, "ab", [1, 2, 3])))
print(list(filter(None, [0, 1, "", "a", None, []])), list(filter(str.isdigit, "a1b2")))
z = zip([1, 2, 3], [4, 5])
print(next(z), list(z), list(z))
try:
    list(zip([1, 2], [3], strict=True))
except ValueError as error:
    print(error)
m = map(lambda x: print("mapped", x) or x, [1, 2])
print("lazy")
print(list(m))
print(list(range(5)), list(range(2, 5)), list(range(5, 2, -1)), list(range(0)), range(3), range(1, 10, 2))
r = range(0, 20, 3)
print(len(r), r[2], r[-1], 9 in r, 10 in r, r.index(6), r.count(3), r.start, r.stop, r.step, list(r[1:3]))
print(range(3) == range(0, 3, 1), range(0, 3, 2) == range(0, 4, 2), range(0) == range(5, 2), hash(range(3)) == hash(range(0, 3)))
print(len(range(10 ** 14)), 2.0 in range(3), "a" in range(3))
print(list(zip(*[(1, "a"), (2, "b")])), dict(enumerate("xy")), list(map(list, zip("ab", "cd"))))
print(sum(range(101)), min(range(5, 1, -1)), list(reversed(range(0, 10, 4))), tuple(map(int, "123")))
matrix = [[1, 2], [3, 4], [5, 6]]
print([list(row) for row in zip(*matrix)], [sum(col) for col in zip(*matrix)])
for i, (a, b) in enumerate(zip("xy", "zw")):
    print(i, a, b)
