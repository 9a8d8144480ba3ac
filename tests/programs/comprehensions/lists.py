print([i for i in range(5)], [i * i for i in range(10) if i % 2 if i > 3])
print([(i, j) for i in range(3) for j in range(i)])
print([[j for j in range(i)] for i in range(4)])
print([a if a > 1 else -a for a in range(4)])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)])
print([x for row in matrix for x in row if x % 2 == 0])
print([f"{k}={v}" for k, v in sorted({"b": 1, "a": 2}.items())])
print([y for x in [1, 2, 3] for y in [x * 10]])
print([(x, *rest) for x, *rest in [(1, 2, 3), (4,)]])


def trace(name, values):
    print("trace", name)
    return values


print([x + y for x in trace("outer", "ab") for y in trace("inner", "12")])
print([i for i in range(3) if trace("cond", i)])
print([lambda: i for i in range(2)][0]())
print(len([None for _ in range(1000)]))
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError as error:
    print(error)
print([[[0 for _ in range(2)] for _ in range(2)] for _ in range(2)])
print([x for x in range(20) if all(x % d for d in range(2, x))][2:])
