import math


class Point:
    def __init__(self, i):
        self.x = math.sin(i)
        self.y = math.cos(i) * 3
        self.z = self.x * self.x / 2

    def normalize(self):
        norm = math.sqrt(self.x ** 2 + self.y ** 2 + self.z ** 2)
        self.x /= norm
        self.y /= norm
        self.z /= norm

    def maximum(self, other):
        self.x = max(self.x, other.x)
        self.y = max(self.y, other.y)
        self.z = max(self.z, other.z)
        return self


points = [Point(float(i)) for i in range(2000)]
for p in points:
    p.normalize()
top = points[0]
for p in points[1:]:
    top = top.maximum(p)
print("%.6f %.6f %.6f" % (top.x, top.y, top.z))
