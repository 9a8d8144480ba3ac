def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v, transposed):
    n = range(len(v))
    if transposed:
        return [sum(element(j, i) * v[j] for j in n) for i in n]
    return [sum(element(i, j) * v[j] for j in n) for i in n]


def norm(n):
    u = [1.0] * n
    for _ in range(6):
        v = times(times(u, False), True)
        u = times(times(v, False), True)
    vv = uv = 0.0
    for a, b in zip(u, v):
        uv += a * b
        vv += b * b
    return (uv / vv) ** 0.5


print("%.9f" % norm(20))
