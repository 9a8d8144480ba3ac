# argv: n=2
# timed: yes
"""A player of go on a small board: sets, objects that refer to each other, a tree of random games.

    python3 go.py [n=200]

`n` is the number of random games for each move. Sources: B. Bruegmann, "Monte Carlo Go", 1993 (random games); L. Kocsis
and C. Szepesvari, "Bandit based Monte-Carlo planning", 2006 (which move to try next).
"""
import math
import sys
import time

SIZE = 9
LINE = SIZE + 2
KOMI = 5.5
BLACK, WHITE = 0, 1
POINTS = [row * LINE + column for row in range(1, SIZE + 1) for column in range(1, SIZE + 1)]
AROUND = {p: [q for q in (p - LINE, p - 1, p + 1, p + LINE) if q in POINTS] for p in POINTS}
CORNERS = {p: [q for q in (p - LINE - 1, p - LINE + 1, p + LINE - 1, p + LINE + 1) if q in POINTS] for p in POINTS}
PASS = 0


class Random:
    """The multiplicative generator of Park and Miller, so that all interpreters play the same games."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = self.state * 16807 % 2147483647
        return (self.state >> 8) % limit


class Chain:
    """Stones of a colour that stand together, and the empty points beside them."""

    def __init__(self, colour, stones, liberties):
        self.colour = colour
        self.stones = stones
        self.liberties = liberties


class Board:
    def __init__(self):
        self.chains = {}
        self.empty = list(POINTS)
        self.places = {point: i for i, point in enumerate(POINTS)}
        self.turn = BLACK
        self.ko = None
        self.passes = 0

    def copy(self):
        board = Board()
        board.chains = {}
        for point, chain in self.chains.items():
            if point not in board.chains:
                twin = Chain(chain.colour, set(chain.stones), set(chain.liberties))
                for stone in twin.stones:
                    board.chains[stone] = twin
        board.empty = self.empty[:]
        board.places = dict(self.places)
        board.turn = self.turn
        board.ko = self.ko
        board.passes = self.passes
        return board

    def is_legal(self, point):
        if point == self.ko:
            return False
        for neighbour in AROUND[point]:
            chain = self.chains.get(neighbour)
            if chain is None:
                return True
            last = len(chain.liberties) == 1
            if last if chain.colour != self.turn else not last:
                return True
        return False

    def is_eye(self, point):
        """Whether the point is surrounded by the player to move, so that only a fool would fill it."""
        for neighbour in AROUND[point]:
            chain = self.chains.get(neighbour)
            if chain is None or chain.colour != self.turn:
                return False
        strangers = 0
        for corner in CORNERS[point]:
            chain = self.chains.get(corner)
            if chain is not None and chain.colour != self.turn:
                strangers += 1
        return strangers + (len(CORNERS[point]) < 4) < 2

    def play(self, point):
        if point == PASS:
            self.passes += 1
            self.ko = None
        else:
            self.passes = 0
            self.put(point)
        self.turn = 1 - self.turn

    def put(self, point):
        self.take_from_empty(point)
        stones = {point}
        liberties = set()
        captured = []
        for neighbour in AROUND[point]:
            chain = self.chains.get(neighbour)
            if chain is None:
                liberties.add(neighbour)
            elif chain.colour == self.turn:
                stones |= chain.stones
                liberties |= chain.liberties
            else:
                chain.liberties.discard(point)
                if not chain.liberties and chain not in captured:
                    captured.append(chain)
        liberties.discard(point)
        merged = Chain(self.turn, stones, liberties)
        for stone in stones:
            self.chains[stone] = merged
        self.ko = None
        for chain in captured:
            self.remove(chain)
        if len(captured) == 1 and len(captured[0].stones) == 1 and len(stones) == 1 and len(merged.liberties) == 1:
            self.ko = min(captured[0].stones)

    def remove(self, chain):
        for stone in sorted(chain.stones):
            del self.chains[stone]
            self.places[stone] = len(self.empty)
            self.empty.append(stone)
        for stone in chain.stones:
            for neighbour in AROUND[stone]:
                other = self.chains.get(neighbour)
                if other is not None:
                    other.liberties.add(stone)

    def take_from_empty(self, point):
        place = self.places.pop(point)
        last = self.empty.pop()
        if last != point:
            self.empty[place] = last
            self.places[last] = place

    def useful_moves(self):
        return [point for point in self.empty if self.is_legal(point) and not self.is_eye(point)]

    def random_move(self, random):
        count = len(self.empty)
        if count:
            start = random.below(count)
            for i in range(count):
                point = self.empty[(start + i) % count]
                if self.is_legal(point) and not self.is_eye(point):
                    return point
        return PASS

    def winner(self):
        score = -KOMI
        for point in POINTS:
            chain = self.chains.get(point)
            if chain is None:
                owners = {self.chains[q].colour for q in AROUND[point] if q in self.chains}
                if len(owners) != 1:
                    continue
                colour = min(owners)
            else:
                colour = chain.colour
            score += 1 if colour == BLACK else -1
        return BLACK if score > 0 else WHITE


class Node:
    """A position in the tree: how often it was tried, and how often it was good for whoever moved to it."""

    def __init__(self, move, parent, board):
        self.move = move
        self.parent = parent
        self.mover = 1 - board.turn
        self.untried = board.useful_moves()
        self.children = []
        self.wins = 0
        self.visits = 0

    def best_child(self):
        total = math.log(self.visits)
        best = None
        best_value = -1.0
        for child in self.children:
            value = child.wins / child.visits + math.sqrt(0.5 * total / child.visits)
            if value > best_value + 1e-9:
                best = child
                best_value = value
        return best

    def expand(self, board, random):
        move = self.untried.pop(random.below(len(self.untried)))
        board.play(move)
        child = Node(move, self, board)
        self.children.append(child)
        return child


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def play_out(board, random):
    moves = 0
    while board.passes < 2 and moves < 3 * SIZE * SIZE:
        board.play(board.random_move(random))
        moves += 1
    return board.winner()


def choose(board, games, random):
    root = Node(PASS, None, board)
    for _ in range(games):
        node = root
        trial = board.copy()
        while not node.untried and node.children:
            node = node.best_child()
            trial.play(node.move)
        if node.untried:
            node = node.expand(trial, random)
        winner = play_out(trial, random)
        while node is not None:
            node.visits += 1
            if node.mover == winner:
                node.wins += 1
            node = node.parent
    best = PASS
    most = 0
    for child in root.children:
        if child.visits > most:
            best = child.move
            most = child.visits
    return best


def run(n):
    random = Random(20)
    board = Board()
    moves = []
    for _ in range(4):
        move = choose(board, n, random)
        board.play(move)
        moves.append(move)
    return f"{moves} {random.state}"


def main():
    n = option("n", 200)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
