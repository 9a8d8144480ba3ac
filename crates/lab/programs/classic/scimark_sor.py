# argv: n=1
# timed: yes
"""SciMark's relaxation: a grid of floats, each point drawn to its neighbours.

    python3 scimark_sor.py [n=40]

`n` is the number of rounds over a grid of 100 by 100. Source: R. Pozo and B. Miller, SciMark 2.0, 2000: Jacobi
successive over-relaxation.
"""
import sys
import time

SIDE = 100
OMEGA = 1.25


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

class Grid:
    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.cells = [0.0] * (width * height)

    def __getitem__(self, place):
        x, y = place
        return self.cells[y * self.width + x]

    def __setitem__(self, place, value):
        x, y = place
        self.cells[y * self.width + x] = value


def relax(grid, rounds):
    quarter = OMEGA * 0.25
    rest = 1.0 - OMEGA
    for _ in range(rounds):
        for y in range(1, grid.height - 1):
            for x in range(1, grid.width - 1):
                around = grid[x, y - 1] + grid[x, y + 1] + grid[x - 1, y] + grid[x + 1, y]
                grid[x, y] = quarter * around + rest * grid[x, y]


def run(n):
    grid = Grid(SIDE, SIDE)
    for x in range(SIDE):
        grid[x, 0] = float(x)
        grid[0, x] = 0.5 * x
    relax(grid, n)
    return f"{sum(grid.cells):.6f} {grid[SIDE // 2, SIDE // 2]:.9f}"


def main():
    n = option("n", 40)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
