# argv: n=6
# timed: yes
"""Flip pancakes: small ints in lists, reversing and rotating slices.

    python3 fannkuch.py [n=9]

`n` is the number of pancakes; all n! orders are tried. Source: K. R. Anderson and D. Rettig, "Performing Lisp
analysis of the FANNKUCH benchmark", 1994, in the form of the Computer Language Benchmarks Game (checksum and most
flips).
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def flips_of(order):
    """How many flips bring the first pancake, one of `0..n`, to be 0."""
    pancakes = order[:]
    flips = 0
    first = pancakes[0]
    while first:
        pancakes[:first + 1] = pancakes[first::-1]
        flips += 1
        first = pancakes[0]
    return flips


def run(n):
    order = list(range(n))
    turns = [0] * n
    checksum = 0
    most = 0
    sign = 1
    while True:
        if order[0]:
            flips = flips_of(order)
            if flips > most:
                most = flips
            checksum += sign * flips
        sign = -sign
        # The next order: rotate a prefix that has not come around yet.
        prefix = 1
        while prefix < n:
            order.insert(prefix, order.pop(0))
            turns[prefix] += 1
            if turns[prefix] <= prefix:
                break
            turns[prefix] = 0
            prefix += 1
        else:
            return f"{checksum} {most}"


def main():
    n = option("n", 9)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
