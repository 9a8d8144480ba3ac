# argv: n=300
# timed: yes
"""Five bodies that attract each other: floats in lists, one long loop.

    python3 nbody.py [n=70000]

`n` is the number of steps. The sun and the giant planets move by the symplectic Euler method; the numbers are
those of the n-body task of the Computer Language Benchmarks Game, which took them from JPL.
"""
import sys
import time

SOLAR_MASS = 39.47841760435743
DAYS_PER_YEAR = 365.24
STEP = 0.01

# Position in astronomical units, velocity in units per day, mass in solar masses.
BODIES = [
    ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 1.0),
    (
        [4.84143144246472090e00, -1.16032004402742839e00, -1.03622044471123109e-01],
        [1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05],
        9.54791938424326609e-04,
    ),
    (
        [8.34336671824457987e00, 4.12479856412430479e00, -4.03523417114321381e-01],
        [-2.76742510726411380e-03, 4.99852801234917238e-03, 2.30417297573763929e-05],
        2.85885980666130812e-04,
    ),
    (
        [1.28943695621391310e01, -1.51111514016986312e01, -2.23307578892655734e-01],
        [2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05],
        4.36624404335156298e-05,
    ),
    (
        [1.53796971148509165e01, -2.59193146099879641e01, 1.79258772950371181e-01],
        [2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05],
        5.15138902046611451e-05,
    ),
]


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def system():
    """The bodies with velocities per year, and no momentum in all."""
    bodies = []
    for place, velocity, mass in BODIES:
        bodies.append((list(place), [v * DAYS_PER_YEAR for v in velocity], mass * SOLAR_MASS))
    sun = bodies[0]
    for axis in range(3):
        momentum = 0.0
        for _place, velocity, mass in bodies:
            momentum += velocity[axis] * mass
        sun[1][axis] = -momentum / sun[2]
    return bodies


def pairs_of(bodies):
    pairs = []
    for i, body in enumerate(bodies):
        for other in bodies[i + 1:]:
            pairs.append((body, other))
    return pairs


def advance(bodies, pairs, steps):
    for _ in range(steps):
        for (place, velocity, mass), (other_place, other_velocity, other_mass) in pairs:
            dx = place[0] - other_place[0]
            dy = place[1] - other_place[1]
            dz = place[2] - other_place[2]
            pull = STEP / ((dx * dx + dy * dy + dz * dz) ** 1.5)
            by_other = other_mass * pull
            by_body = mass * pull
            velocity[0] -= dx * by_other
            velocity[1] -= dy * by_other
            velocity[2] -= dz * by_other
            other_velocity[0] += dx * by_body
            other_velocity[1] += dy * by_body
            other_velocity[2] += dz * by_body
        for place, velocity, _mass in bodies:
            place[0] += STEP * velocity[0]
            place[1] += STEP * velocity[1]
            place[2] += STEP * velocity[2]


def energy(bodies, pairs):
    total = 0.0
    for _place, (vx, vy, vz), mass in bodies:
        total += mass * (vx * vx + vy * vy + vz * vz) / 2.0
    for (place, _velocity, mass), (other_place, _other_velocity, other_mass) in pairs:
        squares = 0.0
        for here, there in zip(place, other_place):
            squares += (here - there) ** 2
        total -= mass * other_mass / squares ** 0.5
    return total


def run(n):
    bodies = system()
    pairs = pairs_of(bodies)
    before = energy(bodies, pairs)
    advance(bodies, pairs, n)
    return f"{before:.9f} {energy(bodies, pairs):.9f}"


def main():
    n = option("n", 70000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
