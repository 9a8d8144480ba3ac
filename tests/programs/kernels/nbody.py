PI = 3.141592653589793
SOLAR_MASS = 4 * PI * PI
DAYS = 365.24


def bodies():
    # Position, velocity and mass of the Sun and the four giant planets.
    planets = [
        ([4.84143144246472090, -1.16032004402742839, -0.103622044471123109],
         [0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023], 0.000954791938424326609),
        ([8.34336671824457987, 4.12479856412430479, -0.403523417114321381],
         [-0.00276742510726411, 0.00499852801234917238, 0.0000230417297573763929], 0.000285885980666130812),
        ([12.8943695621391310, -15.1111514016986312, -0.223307578892655734],
         [0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556], 0.0000436624404335156298),
        ([15.3796971148509165, -25.9193146099879641, 0.179258772950371181],
         [0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870], 0.0000515138902046611451),
    ]
    made = [([0.0] * 3, [0.0] * 3, SOLAR_MASS)]
    for place, velocity, mass in planets:
        made.append((place, [v * DAYS for v in velocity], mass * SOLAR_MASS))
    for axis in range(3):
        made[0][1][axis] = -sum(v[axis] * m for _, v, m in made[1:]) / SOLAR_MASS
    return made


def energy(system):
    total = 0.0
    for i, (p, v, m) in enumerate(system):
        total += 0.5 * m * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
        for q, _, n in system[i + 1:]:
            distance = ((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2) ** 0.5
            total -= m * n / distance
    return total


def advance(pairs, system, dt):
    for (p, v, m), (q, w, n) in pairs:
        dx, dy, dz = p[0] - q[0], p[1] - q[1], p[2] - q[2]
        square = dx * dx + dy * dy + dz * dz
        pull = dt / (square * square ** 0.5)
        for axis, d in enumerate((dx, dy, dz)):
            v[axis] -= d * n * pull
            w[axis] += d * m * pull
    for p, v, _ in system:
        for axis in range(3):
            p[axis] += dt * v[axis]


system = bodies()
pairs = [(a, b) for i, a in enumerate(system) for b in system[i + 1:]]
print("%.9f" % energy(system))
for _ in range(500):
    advance(pairs, system, 0.01)
print("%.9f" % energy(system))
