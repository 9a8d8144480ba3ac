# argv: n=12
# timed: yes
"""A ray tracer: vectors as objects, operators, methods chosen by class, recursion for mirrors.

    python3 raytrace.py [n=160]

`n` is the width of the picture. Source: T. Whitted, "An improved illumination model for shaded display", 1980:
spheres and a checked floor, one lamp, shadows and reflections.
"""
import sys
import time

EPSILON = 1e-9
DEEPEST = 3


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other):
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def unit(self):
        return self * (1.0 / self.dot(self) ** 0.5)

    def mirrored(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Ray:
    def __init__(self, start, direction):
        self.start = start
        self.direction = direction

    def at(self, distance):
        return self.start + self.direction * distance


class Surface:
    def __init__(self, colour, shine):
        self.colour = colour
        self.shine = shine

    def colour_at(self, _point):
        return self.colour


class Sphere(Surface):
    def __init__(self, centre, radius, colour, shine):
        super().__init__(colour, shine)
        self.centre = centre
        self.radius = radius

    def distance(self, ray):
        """How far the ray goes until it meets the sphere, or None."""
        towards = self.centre - ray.start
        along = towards.dot(ray.direction)
        rest = self.radius * self.radius - towards.dot(towards) + along * along
        if rest < 0.0:
            return None
        root = rest ** 0.5
        for distance in (along - root, along + root):
            if distance > EPSILON:
                return distance
        return None

    def normal(self, point):
        return (point - self.centre).unit()


class Floor(Surface):
    """The plane y = 0 in squares of two colours."""

    def __init__(self, colour, other, shine):
        super().__init__(colour, shine)
        self.other = other

    def distance(self, ray):
        if ray.direction.y > -EPSILON:
            return None
        distance = -ray.start.y / ray.direction.y
        return distance if distance > EPSILON else None

    def normal(self, _point):
        return Vector(0.0, 1.0, 0.0)

    def colour_at(self, point):
        return self.colour if (int(point.x + 1000.0) + int(point.z + 1000.0)) % 2 else self.other


class Scene:
    def __init__(self):
        self.things = []
        self.lamp = Vector(0.0, 0.0, 0.0)
        self.sky = Vector(0.3, 0.5, 0.8)

    def nearest(self, ray):
        best = None
        best_distance = None
        for thing in self.things:
            distance = thing.distance(ray)
            if distance is not None and (best is None or distance < best_distance):
                best = thing
                best_distance = distance
        return best, best_distance

    def lit(self, point, normal):
        """How much of the lamp's light a point gets."""
        way = self.lamp - point
        direction = way.unit()
        shadow = Ray(point + normal * 1e-6, direction)
        limit = way.dot(way)
        for thing in self.things:
            distance = thing.distance(shadow)
            if distance is not None and distance * distance < limit:
                return 0.0
        return max(0.0, direction.dot(normal))

    def trace(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            return self.sky
        point = ray.at(distance)
        normal = thing.normal(point)
        colour = thing.colour_at(point) * (0.15 + 0.85 * self.lit(point, normal))
        if thing.shine > 0.0 and depth < DEEPEST:
            bounced = Ray(point + normal * 1e-6, ray.direction.mirrored(normal))
            colour = colour * (1.0 - thing.shine) + self.trace(bounced, depth + 1) * thing.shine
        return colour

    def render(self, width, height):
        eye = Vector(0.0, 1.8, 9.0)
        forward = (Vector(0.0, 1.0, 0.0) - eye).unit()
        right = forward.cross(Vector(0.0, 1.0, 0.0)).unit()
        up = right.cross(forward)
        for row in range(height):
            for column in range(width):
                sideways = (column + 0.5) / width - 0.5
                upwards = (0.5 - (row + 0.5) / height) * height / width
                direction = (forward + right * sideways + up * upwards).unit()
                yield self.trace(Ray(eye, direction), 0)


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def scene():
    scene = Scene()
    scene.lamp = Vector(6.0, 9.0, 7.0)
    scene.things.append(Floor(Vector(0.9, 0.9, 0.9), Vector(0.1, 0.1, 0.1), 0.1))
    scene.things.append(Sphere(Vector(0.0, 1.0, 0.0), 1.0, Vector(1.0, 0.3, 0.2), 0.4))
    for i in range(6):
        x = i * 1.1 - 2.8
        scene.things.append(Sphere(Vector(x, 0.4, 2.5 - x * x * 0.3), 0.4, Vector(0.2 * i, 0.8, 1.0 - 0.15 * i), 0.2))
    return scene


def run(n):
    weight = 0
    brightness = 0
    for colour in scene().render(n, n * 3 // 4):
        for part in (colour.x, colour.y, colour.z):
            level = int(min(part, 1.0) * 255.0)
            weight = (weight * 31 + level) % 1000003
            brightness += level
    return f"{brightness} {weight}"


def main():
    n = option("n", 160)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
