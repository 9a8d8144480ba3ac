# argv: n=4000
# timed: yes
"""SciMark's Monte Carlo: pi from points in a square, a random generator as an object.

    python3 scimark_monte_carlo.py [n=500000]

`n` is the number of points. Source: R. Pozo and B. Miller, SciMark 2.0, 2000; the generator is a lagged Fibonacci
sequence with lags 17 and 5 (D. Knuth, "The Art of Computer Programming", volume 2).
"""
import sys
import time


class Random:
    MODULUS = 2 ** 31 - 1
    LONG = 17
    SHORT = 5

    def __init__(self, seed):
        self.state = []
        for _ in range(self.LONG):
            seed = seed * 9069 % self.MODULUS
            self.state.append(seed)
        self.long = 0
        self.short = self.LONG - self.SHORT

    def next(self):
        """A float below 1."""
        state = self.state
        value = state[self.long] - state[self.short]
        if value < 0:
            value += self.MODULUS
        state[self.long] = value
        self.long = self.long + 1 if self.long + 1 < self.LONG else 0
        self.short = self.short + 1 if self.short + 1 < self.LONG else 0
        return value / self.MODULUS


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def run(n):
    random = Random(113)
    inside = 0
    for _ in range(n):
        x = random.next()
        y = random.next()
        if x * x + y * y <= 1.0:
            inside += 1
    return f"{inside} {4.0 * inside / n:.6f}"


def main():
    n = option("n", 500000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
