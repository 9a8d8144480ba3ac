a = b = c = []
a.append(1)
print(a, b, c, a is c)
a, b = 1, 2
a, b = b, a
print(a, b)
i = 0
i, seq = 1, [10, 20, 30]
i, seq[i] = 2, 99
print(i, seq)
x = [1, 2, 3]
x[0], x[1], x[2] = x[2], x[0], x[1]
print(x)
(p), [q] = 1, [2]
print(p, q)
m = n, = [7]
print(m, n)


def trace(label, value):
    print(label)
    return value


d = {}
trace("target", d)[trace("key", "k")] = trace("value first", 1)
print(d)
first = second = trace("once", 5)
print(first + second)
