x = "kept"
print([x for x in range(3)], x)
print({x: y for x, y in zip("ab", "cd")}, x)


def f():
    i = 10
    squares = [i for i in range(3)]
    return squares, i


print(f())


def g(n):
    return [[n * i + j for j in range(n)] for i in range(n)]


print(g(3))


class C:
    items = [1, 2]
    pairs = [(a, b) for a in items for b in "xy"]


print(C.pairs)
try:
    class D:
        k = 2
        bad = [k * i for i in range(3)]
except NameError as error:
    print(error)
print([a for a in [b for b in range(3)]])
print(list(x for x in "in order"[:2]), x)
