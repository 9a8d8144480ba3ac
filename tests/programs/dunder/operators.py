class V:
    def __init__(self, *xs):
        self.xs = xs

    def __repr__(self):
        return f"V{self.xs}"

    def __add__(self, other):
        if not isinstance(other, V):
            return NotImplemented
        return V(*[a + b for a, b in zip(self.xs, other.xs)])

    def __mul__(self, k):
        return V(*[a * k for a in self.xs])

    def __rmul__(self, k):
        return V("reflected", *[a * k for a in self.xs])

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.xs, other.xs))

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return sum(a * a for a in self.xs) ** 0.5

    def __divmod__(self, k):
        return self.xs[0] // k, self.xs[0] % k

    def __rsub__(self, other):
        return ("rsub", other)

    def __pow__(self, n, m=None):
        return ("pow", n, m)

    def __lshift__(self, n):
        return ("shift", n)

    def __invert__(self):
        return "inverted"

    def __round__(self, n=None):
        return ("round", n)


v = V(3, 4)
print(v + V(1, 1), v * 2, 2 * v, v @ v, -v, abs(v), divmod(v, 2))
print(10 - v, v ** 2, pow(v, 2, 3), v << 5, ~v, round(v), round(v, 2))
for attempt in (lambda: v + 1, lambda: 1 + v, lambda: v - 1, lambda: v / 2, lambda: v & 1,
                lambda: +v, lambda: v % 2):
    try:
        print(attempt())
    except TypeError as error:
        print(error)
