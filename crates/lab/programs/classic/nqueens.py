# argv: n=6
# timed: yes
"""Queens that do not attack each other: recursive generators, sets, tuples.

    python3 nqueens.py [n=11]

`n` is the side of the board. Backtracking row by row, after N. Wirth, "Program development by stepwise
refinement", 1971.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def place(n, row, queens, columns, rising, falling):
    """Every way to fill the rows from `row` on."""
    if row == n:
        yield tuple(queens)
        return
    for column in range(n):
        if column in columns or row + column in rising or row - column in falling:
            continue
        queens.append(column)
        columns.add(column)
        rising.add(row + column)
        falling.add(row - column)
        yield from place(n, row + 1, queens, columns, rising, falling)
        falling.remove(row - column)
        rising.remove(row + column)
        columns.remove(column)
        queens.pop()


def run(n):
    count = 0
    weight = 0
    for solution in place(n, 0, [], set(), set(), set()):
        count += 1
        for row, column in enumerate(solution):
            weight = (weight * 31 + row * column) % 1000003
    return f"{count} {weight}"


def main():
    n = option("n", 11)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
