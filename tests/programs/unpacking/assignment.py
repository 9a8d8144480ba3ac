a, b = "xy"
(c, d), e = [1, 2], 3
[f, *g] = range(4)
*h, i = "abc"
j, *k, l = 1, 2
m, (n, *o), *p = 1, (2, 3, 4), 5, 6
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
q, r = {"one": 1, "two": 2}
print(q, r)
x = y, z = 1, 2
print(x, y, z)
for bad in (lambda: unpack2([1]), lambda: unpack2([1, 2, 3]), lambda: unpack2(5), lambda: star([]),
            lambda: unpack2("a"), lambda: star(i for i in range(1))):
    def unpack2(v):
        a, b = v

    def star(v):
        a, b, *c = v
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(error)


def order(n):
    print("target", n)
    return {}


order(1)["a"], order(2)["b"] = print("value"), 2
first, *_ = iter([1, 2, 3])
print(first, _)
(a, b), c = (b, a), "c"
print(a, b, c)
head, *tail = [1]
print(head, tail)
*everything, = "abc"
print(everything)
