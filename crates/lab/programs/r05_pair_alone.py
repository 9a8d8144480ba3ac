"""R-05: what does one increment and decrement of a count cost, uncontended?

    python3 r05_pair_alone.py [n=300000]

Ten bindings of one object in a loop, less the same loop without them. A bound name is
one increment, and the object it replaces one decrement. Python 3.14 and newer can
borrow instead of counting, and then this shows what is left.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def bind(x, n):
    y = x
    while n > 0:
        y = x
        y = x
        y = x
        y = x
        y = x
        y = x
        y = x
        y = x
        y = x
        y = x
        n -= 1
    return y


def empty(x, n):
    y = x
    while n > 0:
        n -= 1
    return y


def timed(function, n):
    shared = ["shared"]
    start = time.perf_counter()
    function(shared, n)
    return time.perf_counter() - start


def main():
    n = option("n", 300000)
    timed(bind, 1000)
    timed(empty, 1000)
    with_pairs = timed(bind, n)
    without = timed(empty, n)
    print(f"pair: {(with_pairs - without) / (10 * n) * 1e9:.3f} ns")
    print(f"loop: {without / n * 1e9:.3f} ns")


if __name__ == "__main__":
    main()
