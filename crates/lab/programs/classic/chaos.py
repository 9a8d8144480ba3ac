# argv: n=300
# timed: yes
"""The chaos game played with curves: points as objects, lists, a random sequence of our own.

    python3 chaos.py [n=25000]

`n` is the number of points drawn. As in the chaos benchmark of PyPy and pyperformance, each move bends the plane
along one of three splines. Sources: M. Barnsley, "Fractals Everywhere", 1988 (the game); C. de Boor, "A Practical
Guide to Splines", 1978 (the algorithm).
"""
import sys
import time

SIDE = 200


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Point(self.x - other.x, self.y - other.y)

    def length(self):
        return (self.x * self.x + self.y * self.y) ** 0.5

    def between(self, other, share):
        """The point that lies so far on the way to the other."""
        rest = 1.0 - share
        return Point(self.x * rest + other.x * share, self.y * rest + other.y * share)


class Spline:
    """A curve of a degree over its points, clamped at both ends."""

    def __init__(self, points, degree):
        inner = len(points) - degree
        self.points = points
        self.degree = degree
        self.knots = [0] * degree + list(range(inner + 1)) + [inner] * degree
        self.end = inner

    def __call__(self, where):
        """The point of the curve at `where`, between 0 and 1, by De Boor's algorithm."""
        degree = self.degree
        knots = self.knots
        u = where * self.end
        interval = degree
        while interval < len(self.points) - 1 and knots[interval + 1] <= u:
            interval += 1
        work = self.points[interval - degree:interval + 1]
        for level in range(1, degree + 1):
            for i in range(degree, level - 1, -1):
                low = knots[interval - degree + i]
                high = knots[interval + i + 1 - level]
                work[i] = work[i - 1].between(work[i], (u - low) / (high - low))
        return work[degree]


class Random:
    """The multiplicative generator of Park and Miller, so that all interpreters play the same game."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = self.state * 16807 % 2147483647
        return self.state % limit


class Game:
    def __init__(self, splines, thickness):
        self.splines = splines
        self.thickness = thickness
        self.random = Random(1234)
        self.spans = [self.span(spline) for spline in splines]
        corners = [point for spline in splines for point in spline.points]
        self.low = Point(min([p.x for p in corners]) - 0.5, min([p.y for p in corners]) - 0.5)
        self.size = Point(max([p.x for p in corners]) + 0.5, max([p.y for p in corners]) + 0.5) - self.low

    def span(self, spline):
        """A weight for how long a curve is."""
        length = 0.0
        last = spline(0.0)
        for i in range(1, 100):
            here = spline(i / 99)
            length += (here - last).length()
            last = here
        return int(length * 100)

    def choose(self):
        """A curve, the longer the likelier."""
        ticket = self.random.below(sum(self.spans))
        for spline, span in zip(self.splines, self.spans):
            if ticket < span:
                return spline
            ticket -= span
        return self.splines[-1]

    def move(self, point):
        """Bends the plane along a curve: x becomes the way along it, y the distance from it."""
        spline = self.choose()
        along = min(max((point.x - self.low.x) / self.size.x, 0.0), 1.0)
        away = (point.y - self.low.y) / self.size.y - 0.5
        base = spline(along)
        if along + 0.001 > 1.0:
            slope = base - spline(along - 0.001)
        else:
            slope = spline(along + 0.001) - base
        steep = slope.length()
        if steep > 0.0:
            shift = away * self.thickness / steep
            base = base + Point(slope.y * -shift, slope.x * shift)
        return base

    def play(self, moves):
        picture = [[0] * SIDE for _ in range(SIDE)]
        point = Point(0.5, 0.5)
        for _ in range(moves):
            point = self.move(point)
            column = int((point.x - self.low.x) / self.size.x * SIDE)
            row = int((point.y - self.low.y) / self.size.y * SIDE)
            if 0 <= column < SIDE and 0 <= row < SIDE:
                picture[row][column] += 1
        return picture


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

CURVES = [
    [(1.6, 0.3), (2.9, 2.3), (2.1, 1.2), (0.9, 1.6), (0.4, 2.7), (1.3, 3.6)],
    [(2.8, 4.5), (2.4, 3.2), (3.6, 3.1), (4.4, 2.2), (3.1, 1.5), (2.6, 0.6)],
    [(0.2, 4.1), (1.1, 4.9), (3.3, 4.2), (4.8, 4.7)],
]


def run(n):
    splines = [Spline([Point(x, y) for x, y in curve], 3) for curve in CURVES]
    picture = Game(splines, 0.4).play(n)
    weight = 0
    for row in picture:
        for count in row:
            weight = (weight * 31 + count) % 1000003
    filled = sum([1 for row in picture for count in row if count])
    return f"{filled} {weight}"


def main():
    n = option("n", 25000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
