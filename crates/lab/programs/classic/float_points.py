# argv: n=500
# timed: yes
"""Points moved onto a sphere: objects with three floats, methods, sine and cosine.

    python3 float_points.py [n=100000]

`n` is the number of points. The task of the float benchmark that PyPy's and CPython's suites share: make, normalise,
and reduce points to their largest coordinates.
"""
import sys
import time
from math import cos, sin, sqrt


class Point:
    __slots__ = ("x", "y", "z")

    def __init__(self, i):
        self.x = x = sin(i)
        self.y = cos(i) * 3
        self.z = (x * x) / 2

    def normalise(self):
        x = self.x
        y = self.y
        z = self.z
        length = sqrt(x * x + y * y + z * z)
        self.x /= length
        self.y /= length
        self.z /= length

    def raise_to(self, other):
        """Takes the larger of each coordinate."""
        if other.x > self.x:
            self.x = other.x
        if other.y > self.y:
            self.y = other.y
        if other.z > self.z:
            self.z = other.z
        return self

    def __repr__(self):
        return f"<{self.x:.9f} {self.y:.9f} {self.z:.9f}>"


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def highest(points):
    best = Point(0)
    best.normalise()
    for point in points:
        best = best.raise_to(point)
    return best


def run(n):
    result = ""
    for _ in range(4):
        points = [Point(float(i)) for i in range(n)]
        for point in points:
            point.normalise()
        result = repr(highest(points))
    return result


def main():
    n = option("n", 100000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
