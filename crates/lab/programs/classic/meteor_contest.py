# argv: n=2
# timed: yes
"""A puzzle of ten pieces on a board of fifty hexagons: sets of fifty bits, recursion, dicts.

    python3 meteor_contest.py [n=300]

`n` is the number of solutions to find; there are 2098. The task and the pieces are those of the Computer Language
Benchmarks Game; the search fills the lowest free cell and gives up where a hole cannot hold whole pieces.
"""
import sys
import time

WIDTH = 5
HEIGHT = 10
FULL = (1 << WIDTH * HEIGHT) - 1

# Neighbours in skewed coordinates: east, south-east, south-west, west, north-west, north-east.
STEPS = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]

# Each piece as a walk over its cells, by the numbers of the steps. The fifth has a fork: its walk goes one step back.
PIECES = ["0001", "1050", "0012", "0021", "10521", "0020", "0115", "0113", "0100", "0002"]


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def cells_of(steps):
    q, r = 0, 0
    cells = {(q, r)}
    for number in steps:
        dq, dr = STEPS[int(number)]
        q += dq
        r += dr
        cells.add((q, r))
    return cells


def turned(cells):
    """Every way to turn a piece or to turn it over, relative to its first cell in reading order."""
    ways = set()
    for _ in range(2):
        cells = [(q + r, -r) for q, r in cells]
        for _ in range(6):
            cells = [(-r, q + r) for q, r in cells]
            first = min(cells, key=lambda cell: (cell[1], cell[0]))
            ways.add(tuple(sorted([(q - first[0], r - first[1]) for q, r in cells])))
    return sorted(ways)


def bit(q, r):
    """The bit of a cell, or 0 if it is not on the board. Odd rows stand half a cell to the right."""
    column = q + (r - r % 2) // 2
    return 1 << r * WIDTH + column if 0 <= column < WIDTH and 0 <= r < HEIGHT else 0


def skewed(cell):
    row = cell // WIDTH
    return cell % WIDTH - (row - row % 2) // 2, row


def placed(way, cell):
    """The bits of a piece whose first cell is this one, or 0 if it does not fit."""
    start, row = skewed(cell)
    bits = 0
    for q, r in way:
        here = bit(start + q, row + r)
        if not here:
            return 0
        bits |= here
    return bits


class Puzzle:
    def __init__(self):
        cells = range(WIDTH * HEIGHT)
        ways = [turned(cells_of(steps)) for steps in PIECES]
        self.fits = [[[b for b in [placed(w, cell) for w in piece] if b] for piece in ways] for cell in cells]
        self.around = {}
        for cell in cells:
            q, r = skewed(cell)
            self.around[1 << cell] = sum([bit(q + dq, r + dr) for dq, dr in STEPS])
        self.known = {}

    def is_hopeless(self, board):
        """Whether some hole is not a multiple of five."""
        answer = self.known.get(board)
        if answer is None:
            answer = self.known[board] = self.has_bad_hole(FULL & ~board)
        return answer

    def has_bad_hole(self, free):
        while free:
            hole = 0
            front = free & -free
            while front:
                cell = front & -front
                hole |= cell
                front = (front | self.around[cell]) & free & ~hole
            if bin(hole).count("1") % 5:
                return True
            free &= ~hole
        return False

    def solutions(self, board, left, moves):
        if not left:
            yield list(moves)
            return
        lowest = (~board & board + 1).bit_length() - 1
        for piece in left:
            rest = left - {piece}
            for bits in self.fits[lowest][piece]:
                if board & bits or self.is_hopeless(board | bits):
                    continue
                moves.append((piece, bits))
                yield from self.solutions(board | bits, rest, moves)
                moves.pop()


def drawn(solution):
    """The board as text, a digit for each cell."""
    letters = ["."] * (WIDTH * HEIGHT)
    for piece, bits in solution:
        for cell in range(WIDTH * HEIGHT):
            if bits >> cell & 1:
                letters[cell] = str(piece)
    return "".join(letters)


def run(n):
    boards = []
    for solution in Puzzle().solutions(0, frozenset(range(len(PIECES))), []):
        boards.append(drawn(solution))
        if len(boards) == n:
            break
    return f"{len(boards)} {min(boards)} {max(boards)}"


def main():
    n = option("n", 300)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
