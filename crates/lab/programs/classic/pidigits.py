# argv: n=120
# timed: yes
"""The digits of pi: integers of thousands of bits.

    python3 pidigits.py [n=3000]

`n` is the number of digits. The spigot algorithm of J. Gibbons, "Unbounded spigot algorithms for the digits of pi",
2006.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def digits():
    """The digits of pi, one after the other, for ever."""
    q, r, t, k = 1, 0, 1, 1
    while True:
        # Take in the next term of Lambert's series until the next digit is safe.
        q, r, t = q * k, (2 * q + r) * (2 * k + 1), t * (2 * k + 1)
        k += 1
        if q > r:
            continue
        digit = (3 * q + r) // t
        if digit == (4 * q + r) // t:
            yield digit
            q, r = 10 * q, 10 * (r - digit * t)


def run(n):
    last = ""
    weight = 0
    for position, digit in enumerate(digits()):
        if position == n:
            break
        last = (last + str(digit))[-10:]
        weight = (weight * 10 + digit) % 1000000007
    return f"{last} {weight}"


def main():
    n = option("n", 3000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
