"""C-10: which part of a model costs how much, or saves it?

    python3 c10_kernels.py [kernel=nbody] [scale=1] [rounds=3]

Twelve small programs of different kinds. Each checks its own result, so that a fast
wrong answer is no answer. `work` is the least time of a few rounds.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


class Body:
    def __init__(self, x, y, z, speed, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = speed
        self.vy = -speed
        self.vz = speed * 0.5
        self.mass = mass


def nbody(scale):
    """Five bodies attract each other: floats and attributes."""
    bodies = []
    for number in range(5):
        bodies.append(Body(number * 2.0, number * 1.5 - 3.0, 1.0 - number, 0.01 * number, 1.0 + number))
    for _ in range(600 * scale):
        for index, one in enumerate(bodies):
            for other in bodies[index + 1:]:
                dx = one.x - other.x
                dy = one.y - other.y
                dz = one.z - other.z
                pull = 0.001 / (dx * dx + dy * dy + dz * dz + 0.01) ** 1.5
                one.vx -= dx * other.mass * pull
                one.vy -= dy * other.mass * pull
                one.vz -= dz * other.mass * pull
                other.vx += dx * one.mass * pull
                other.vy += dy * one.mass * pull
                other.vz += dz * one.mass * pull
        for body in bodies:
            body.x += 0.001 * body.vx
            body.y += 0.001 * body.vy
            body.z += 0.001 * body.vz
    momentum = sum(body.vx * body.mass for body in bodies)
    return abs(momentum - 0.4) < 1e-9


def fannkuch(scale):
    """Pancakes are turned over: lists of ints, slices."""
    size = 6
    most = 0
    for _ in range(3 * scale):
        order = list(range(size))
        counts = [0] * size
        most = 0
        level = 0
        while True:
            pancakes = order[:]
            flips = 0
            first = pancakes[0]
            while first:
                pancakes[:first + 1] = pancakes[first::-1]
                flips += 1
                first = pancakes[0]
            most = max(most, flips)
            level = 1
            while level < size:
                order.insert(level, order.pop(0))
                counts[level] += 1
                if counts[level] <= level:
                    break
                counts[level] = 0
                level += 1
            if level == size:
                break
    return most == 10


def spectral(scale):
    """A matrix that is never stored: float arithmetic in calls."""
    def cell(i, j):
        return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)

    size = 24
    u = [1.0] * size
    for _ in range(60 * scale):
        v = []
        for i in range(size):
            total = 0.0
            for j in range(size):
                total += cell(i, j) * u[j]
            v.append(total)
        largest = max(v)
        u = [x / largest for x in v]
    return 1.2 < largest < 1.3


def queens(scale):
    """All ways to place seven queens: recursion, sets of ints."""
    def place(row, columns, left, right):
        if row == 7:
            return 1
        ways = 0
        for column in range(7):
            if column not in columns and row + column not in left and row - column not in right:
                ways += place(row + 1, columns | {column}, left | {row + column}, right | {row - column})
        return ways

    ways = 0
    for _ in range(5 * scale):
        ways = place(0, set(), set(), set())
    return ways == 40


class Packet:
    def __init__(self, link, kind):
        self.link = link
        self.kind = kind
        self.data = 0


class Device:
    def __init__(self, packets):
        self.queue = None
        self.done = 0
        for number in range(packets):
            self.queue = Packet(self.queue, number % 3)

    def step(self, other):
        packet = self.queue
        if packet is None:
            return False
        self.queue = packet.link
        packet.link = None
        self.handle(packet)
        other.accept(packet)
        return True

    def accept(self, packet):
        packet.link = self.queue
        self.queue = packet

    def handle(self, packet):
        self.done += 1


class Counting(Device):
    def handle(self, packet):
        packet.data += 1
        super().handle(packet)


def richards(scale):
    """Devices pass packets on: small objects, methods that are overridden."""
    devices = [Device(10), Counting(5), Device(3), Counting(2)]
    steps = 0
    for turn in range(2500 * scale):
        for index, device in enumerate(devices):
            if device.step(devices[(index + 1 + turn % 2) % 4]):
                steps += 1
    return steps == sum(device.done for device in devices)


def pidigits(scale):
    """Digits of pi: integers of many words."""
    digits = 100
    for _ in range(8 * scale):
        q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
        text = ""
        while len(text) < digits:
            if 4 * q + r - t < m * t:
                text += str(m)
                q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
            else:
                q, r, t, k, m, x = (
                    q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2)
    return text[:10] == "3141592653" and text[90:] == "5342117067"


def trees(scale):
    """Trees are grown and counted: many short lives."""
    def grow(depth):
        if depth == 0:
            return (None, None)
        return (grow(depth - 1), grow(depth - 1))

    def count(tree):
        if tree[0] is None:
            return 1
        return 1 + count(tree[0]) + count(tree[1])

    total = 0
    for _ in range(50 * scale):
        total += count(grow(8))
    return total == 50 * scale * 511


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z


def rays(scale):
    """Rays that meet a ball: operators of a class."""
    hits = 0
    centre = Vector(0.0, 0.0, 5.0)
    side = 40
    for _ in range(2 * scale):
        hits = 0
        for row in range(side):
            for column in range(side):
                ray = Vector(column / side - 0.5, row / side - 0.5, 1.0)
                along = ray * (ray.dot(centre) / ray.dot(ray))
                apart = along + centre * -1.0
                if apart.dot(apart) < 1.0:
                    hits += 1
    return 150 < hits < 250


def words(scale):
    """Words are counted: dicts and text."""
    text = "the gate admits one thread and the other thread waits at the gate "
    counts = {}
    for number in range(2000 * scale):
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
        key = "w" + str(number % 50)
        counts[key] = counts.get(key, 0) + 1
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return most[0] == ("the", 6000 * scale)


def life(scale):
    """A glider walks: sets of tuples."""
    cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
    for _ in range(400 * scale):
        around = {}
        for x, y in cells:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if dx or dy:
                        place = (x + dx, y + dy)
                        around[place] = around.get(place, 0) + 1
        cells = {place for place, count in around.items() if count == 3 or (count == 2 and place in cells)}
    return len(cells) == 5


def walk(tree):
    if tree is not None:
        yield from walk(tree[0])
        yield tree[1]
        yield from walk(tree[2])


def generators(scale):
    """A tree is walked by generators inside generators."""
    tree = None
    for number in range(9):
        tree = (tree, number, tree)
    total = 0
    for _ in range(12 * scale):
        for number in walk(tree):
            total += number
    return total == 12 * scale * 502


def chances(scale):
    """A generator of random numbers, closures and exceptions."""
    def maker(seed):
        state = seed

        def draw():
            nonlocal state
            state = (state * 1103515245 + 12345) % 2147483648
            if state % 17 == 0:
                raise ValueError(state)
            return state

        return draw

    draw = maker(42)
    errors = 0
    evens = 0
    for _ in range(15000 * scale):
        try:
            if draw() % 2 == 0:
                evens += 1
        except ValueError:
            errors += 1
    return errors > 0 and evens > 0 and errors + evens < 15000 * scale


KERNELS = {
    "nbody": nbody, "fannkuch": fannkuch, "spectral": spectral, "queens": queens,
    "richards": richards, "pidigits": pidigits, "trees": trees, "rays": rays,
    "words": words, "life": life, "generators": generators, "chances": chances,
}


def main():
    kernel = KERNELS.get(option("kernel", "nbody"))
    scale = option("scale", 1)
    if kernel is None:
        print("kernels: " + ", ".join(KERNELS))
        sys.exit(2)
    right = kernel(scale)
    times = []
    for _ in range(option("rounds", 3)):
        start = time.perf_counter()
        right = kernel(scale) and right
        times.append(time.perf_counter() - start)
    print(f"work: {min(times):.6f} s")
    if right:
        print("check: ok")
    else:
        print("check: wrong the result of the kernel is not what it has to be")


if __name__ == "__main__":
    main()
