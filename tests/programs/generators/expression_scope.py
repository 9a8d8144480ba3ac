n = 2
g = (x * n for x in range(3))
n = 10
print(list(g))
source = [1, 2]
g = (x for x in source)
source = [3, 4]
print(list(g))
source2 = [1]
g = (x for x in source2)
source2.append(2)
print(list(g))
try:
    g = (x for x in 5)
except TypeError as error:
    print("outermost is evaluated at once:", error)
g = (x / 0 for x in [1])
print("no error yet")
try:
    next(g)
except ZeroDivisionError as error:
    print(error)
print(next(g, "dead after the error"))


def f():
    y = 5
    g = (y + x for x in range(2))
    y = 100
    return list(g)


print(f())
print(sum(i * i for i in range(10) if i % 2), max((len(w), w) for w in "to be or not".split()))
print(any(x > 2 for x in [1, 2, 3]), all(x > 2 for x in []), dict((k, k * 2) for k in "ab"))
seen = []
print(any(seen.append(x) or x > 1 for x in range(10)), seen)
