def comprehensions(xs, n):
    a = [x + n for x in xs if x if n]
    b = {x for x in xs for y in x}
    c = {k: v for k, v in xs.items()}
    d = sum(x * x for x in xs)
    e = [[y for y in x] for x in xs]
    f = [last := x for x in xs]
    return last


def gen():
    x = yield
    y = yield x
    z = yield from gen()
    return z
