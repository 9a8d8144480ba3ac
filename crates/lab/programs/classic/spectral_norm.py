# argv: n=16
# timed: yes
"""The largest singular value of an infinite matrix: float arithmetic and calls of small functions.

    python3 spectral_norm.py [n=200]

`n` is the size of the corner of the matrix that is used. The power method; the matrix is from the Hundred-Dollar,
Hundred-Digit Challenge (problem 3, N. Trefethen, 2002), the task from the Computer Language Benchmarks Game.
"""
import sys
import time

ROUNDS = 10


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    n = len(vector)
    product = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(i, j) * vector[j]
        product.append(total)
    return product


def times_transposed(vector):
    n = len(vector)
    return [sum([element(j, i) * vector[j] for j in range(n)]) for i in range(n)]


def run(n):
    u = [1.0] * n
    v = u
    for _ in range(ROUNDS):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    above = 0.0
    below = 0.0
    for mine, other in zip(u, v):
        above += mine * other
        below += other * other
    return f"{(above / below) ** 0.5:.9f}"


def main():
    n = option("n", 200)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
