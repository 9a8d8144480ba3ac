def neighbours(x, y):
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]


def step(alive):
    counts = {}
    for cell in alive:
        for n in neighbours(*cell):
            counts[n] = counts.get(n, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in alive}


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
alive = glider
for _ in range(40):
    alive = step(alive)
print(alive == {(x + 10, y + 10) for x, y in glider})
alive = {(0, 1), (0, 2), (1, 0), (1, 1), (2, 1)}
sizes = []
for _ in range(60):
    sizes.append(len(alive))
    alive = step(alive)
print(sizes)
