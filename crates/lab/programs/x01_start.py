"""X-01: what does it cost to start one thread, or one process?

    python3 x01_start.py [unit=thread|process] [n=100]

Starts one that does nothing, and joins it, n times; the first of them apart.
"""
import multiprocessing
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def nothing():
    pass


def main():
    unit = option("unit", "thread")
    n = option("n", 100)
    worker = threading.Thread
    if unit == "process":
        worker = multiprocessing.Process
    times = []
    for _ in range(n):
        start = time.perf_counter()
        one = worker(target=nothing)
        one.start()
        one.join()
        times.append(time.perf_counter() - start)
    first = times[0]
    times.sort()
    print(f"start: {times[len(times) // 2] * 1e6:.2f} us")
    print(f"first: {first * 1e6:.2f} us")


if __name__ == "__main__":
    main()
