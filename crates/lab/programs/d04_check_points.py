"""D-04: what do the places cost where another thread could be let in, when there is none?

    python3 d04_check_points.py [kind=countdown|calls|straight] [n=1000000] [rounds=5]

One thread. `countdown` is a short loop, `calls` calls a small function in each turn, and
`straight` has much work between two ends of its loop, so that few check points are
needed and a check after every instruction shows most.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def countdown(n):
    while n > 0:
        n -= 1


def next_of(n):
    return n - 1


def calls(n):
    n = n // 3
    while n > 0:
        n = next_of(n)


def straight(n):
    n = n // 10
    a = 1.0
    b = 2.0
    while n > 0:
        a = a * 0.5 + b
        b = b * 0.25 + a
        a = a * 0.5 + b
        b = b * 0.25 + a
        a = a * 0.5 + b
        b = b * 0.25 + a
        n -= 1
    return a


KINDS = {"countdown": countdown, "calls": calls, "straight": straight}


def main():
    kind = KINDS[option("kind", "countdown")]
    n = option("n", 1000000)
    kind(n // 10)
    times = []
    for _ in range(option("rounds", 5)):
        start = time.perf_counter()
        kind(n)
        times.append(time.perf_counter() - start)
    # The least time: whatever else the machine does can only add to it.
    print(f"work: {min(times):.6f} s")


if __name__ == "__main__":
    main()
