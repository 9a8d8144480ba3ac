class Point:
    origin = (0, 0)
    count = 0

    def __init__(self, x, y):
        self.x = x
        self.y = y
        Point.count += 1


p, q = Point(1, 2), Point(3, 4)
print(p.x, q.y, p.origin, Point.count)
p.origin = "mine"
print(p.origin, q.origin, Point.origin)
del p.origin
print(p.origin)
p.extra = []
print(sorted(p.__dict__), sorted(vars(q)))
try:
    q.extra
except AttributeError as error:
    print(error)
try:
    Point.nothing
except AttributeError as error:
    print(error)
print(getattr(p, "x"), getattr(p, "z", "default"), hasattr(p, "y"))
setattr(p, "z", 26)
delattr(p, "x")
print(p.z, hasattr(p, "x"))
print(p.__class__ is Point, type(p).__name__, Point.__name__, Point.__bases__)
