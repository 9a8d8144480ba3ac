class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % n


class Affine:
    def __init__(self, a, b, c, d, e, f, mark):
        self.terms = a, b, c, d, e, f
        self.mark = mark

    def __call__(self, x, y):
        a, b, c, d, e, f = self.terms
        return a * x + b * y + e, c * x + d * y + f


FERN = [Affine(0.0, 0.0, 0.0, 0.16, 0.0, 0.0, 1), Affine(0.85, 0.04, -0.04, 0.85, 0.0, 1.6, 86),
        Affine(0.2, -0.26, 0.23, 0.22, 0.0, 1.6, 93), Affine(-0.15, 0.28, 0.26, 0.24, 0.0, 0.44, 100)]


def grow(steps):
    random, x, y = Random(42), 0.0, 0.0
    canvas = [[" "] * 48 for _ in range(24)]
    for _ in range(steps):
        dice = random.below(100)
        for branch in FERN:
            if dice < branch.mark:
                x, y = branch(x, y)
                break
        canvas[23 - int(y * 2.3)][int((x + 2.5) * 9)] = "*"
    return canvas


canvas = grow(6000)
for row in canvas:
    print("".join(row).rstrip())
print(sum(row.count("*") for row in canvas))
