# argv: n=600
# timed: yes
"""Unpacking: tuples and lists into names, and back.

    python3 unpack_sequence.py [n=200000]

`n` is the number of rounds of unpackings of each kind. After the benchmark of that name in the suites of Unladen
Swallow and pyperformance; here each result is used, so that nothing can be left out.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def unpack(sequence, n):
    """Unpacks `n` times ten ways of ten names, and returns a sum of what it saw."""
    total = 0
    for _ in range(n):
        a, b, c, d, e, f, g, h, i, j = sequence
        total += a
        b, c, d, e, f, g, h, i, j, a = sequence
        total += a
        c, d, e, f, g, h, i, j, a, b = sequence
        total += a
        d, e, f, g, h, i, j, a, b, c = sequence
        total += a
        e, f, g, h, i, j, a, b, c, d = sequence
        total += a
        f, g, h, i, j, a, b, c, d, e = sequence
        total += b
        g, h, i, j, a, b, c, d, e, f = sequence
        total += c
        h, i, j, a, b, c, d, e, f, g = sequence
        total += d
        i, j, a, b, c, d, e, f, g, h = sequence
        total += e
        j, a, b, c, d, e, f, g, h, i = sequence
        total += f
    return total


def swap(n):
    """Swaps and rotates names without a tuple in between."""
    a, b, c, d = 1, 2, 3, 4
    total = 0
    for _ in range(n):
        a, b = b, a
        b, c, d = d, b, c
        (a, b), (c, d) = (c, d), (a, b)
        total += a
    return total


def rest(sequence, n):
    """Unpacks into a starred name."""
    total = 0
    for _ in range(n):
        first, *middle, last = sequence
        total += first + last + len(middle)
    return total


def run(n):
    sequence = tuple(range(10))
    sums = [unpack(sequence, n), unpack(list(sequence), n), swap(4 * n), rest(sequence, n), rest(list(sequence), n)]
    return " ".join([str(value) for value in sums])


def main():
    n = option("n", 200000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
