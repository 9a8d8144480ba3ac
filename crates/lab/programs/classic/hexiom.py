# argv: n=1
# timed: yes
"""A solver of hexiom puzzles: candidates for each cell, what follows from them, and guesses.

    python3 hexiom.py [n=3]

`n` is the number of puzzles. In a hexiom the tiles of a hexagonal board say how many tiles are beside them; the solver
puts them all where they are right. The idea of the benchmark is L. Vandeginste's; the solver here is a plain
constraint solver (A. Mackworth, "Consistency in networks of relations", 1977).
"""
import sys
import time

SIDE = 4
EMPTY = 7


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = self.state * 16807 % 2147483647
        return (self.state >> 8) % limit


class Board:
    """Which cells a hexagon has, and which are beside each other."""

    def __init__(self, side):
        reach = range(1 - side, side)
        self.cells = [(q, r) for r in reach for q in reach if abs(q + r) < side]
        number = {cell: i for i, cell in enumerate(self.cells)}
        steps = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]
        self.around = []
        for q, r in self.cells:
            beside = [(q + dq, r + dr) for dq, dr in steps]
            self.around.append([number[cell] for cell in beside if cell in number])


class Contradiction(Exception):
    pass


class Puzzle:
    def __init__(self, board, solution, shown):
        self.board = board
        self.counts = {value: solution.count(value) for value in range(EMPTY + 1)}
        values = [value for value, count in self.counts.items() if count]
        self.start = []
        for i, value in enumerate(solution):
            self.start.append({value} if i in shown else {v for v in values if v == EMPTY or v <= len(board.around[i])})
        self.guesses = 0

    def solve(self):
        candidates = [set(values) for values in self.start]
        try:
            self.reduce(candidates)
        except Contradiction:
            return None
        return self.search(candidates)

    def search(self, candidates):
        cell = self.hardest(candidates)
        if cell is None:
            return [min(values) for values in candidates]
        for value in sorted(candidates[cell]):
            self.guesses += 1
            trial = [set(values) for values in candidates]
            trial[cell] = {value}
            try:
                self.reduce(trial)
            except Contradiction:
                continue
            solution = self.search(trial)
            if solution is not None:
                return solution
        return None

    def hardest(self, candidates):
        """The open cell with the fewest candidates; of equals the one with the most decided neighbours."""
        best = None
        best_rank = None
        for cell, values in enumerate(candidates):
            if len(values) > 1:
                decided = sum([1 for other in self.board.around[cell] if len(candidates[other]) == 1])
                rank = (len(values), -decided)
                if best is None or rank < best_rank:
                    best = cell
                    best_rank = rank
        return best

    def reduce(self, candidates):
        """Removes what cannot be until nothing changes."""
        changed = True
        while changed:
            changed = self.reduce_by_neighbours(candidates)
            if self.reduce_by_counts(candidates):
                changed = True

    def reduce_by_neighbours(self, candidates):
        changed = False
        for cell, values in enumerate(candidates):
            around = [candidates[other] for other in self.board.around[cell]]
            least = len([1 for other in around if EMPTY not in other])
            most = len([1 for other in around if len(other) > 1 or EMPTY not in other])
            wrong = [value for value in values if value != EMPTY and not least <= value <= most]
            if wrong:
                values.difference_update(wrong)
                changed = True
            if not values:
                raise Contradiction
            if len(values) == 1 and EMPTY not in values and least < most:
                value = min(values)
                if value == least:
                    changed = self.fill(around, True) or changed
                elif value == most:
                    changed = self.fill(around, False) or changed
        return changed

    def fill(self, around, with_empty):
        """Decides that the open neighbours are all empty, or all not."""
        changed = False
        for values in around:
            if len(values) > 1 and EMPTY in values:
                if with_empty:
                    values.intersection_update({EMPTY})
                else:
                    values.discard(EMPTY)
                changed = True
        return changed

    def reduce_by_counts(self, candidates):
        changed = False
        for value, count in self.counts.items():
            able = [values for values in candidates if value in values]
            certain = [values for values in able if len(values) == 1]
            if len(able) < count or len(certain) > count:
                raise Contradiction
            if len(certain) == len(able):
                continue
            if len(certain) == count:
                for values in able:
                    if len(values) > 1:
                        values.discard(value)
                changed = True
            elif len(able) == count:
                for values in able:
                    values.intersection_update({value})
                changed = True
        return changed


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def tiles(board, filled):
    """The numbers of the tiles, where cells are filled."""
    values = []
    for cell, full in enumerate(filled):
        values.append(sum([filled[other] for other in board.around[cell]]) if full else EMPTY)
    return values


def run(n):
    random = Random(9)
    board = Board(SIDE)
    right = 0
    guesses = 0
    weight = 0
    for _ in range(n):
        filled = [random.below(100) < 60 for _ in board.cells]
        solution = tiles(board, filled)
        shown = {random.below(len(board.cells)) for _ in range(4)}
        puzzle = Puzzle(board, solution, shown)
        found = puzzle.solve()
        if tiles(board, [value != EMPTY for value in found]) == found and sorted(found) == sorted(solution):
            right += 1
        guesses += puzzle.guesses
        for value in found:
            weight = (weight * 31 + value) % 1000003
    return f"{right} of {n} right, {guesses} guesses, {weight}"


def main():
    n = option("n", 3)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
