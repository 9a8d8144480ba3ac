"""X-01: what does it cost to start one thread, one interpreter, or one process?

    python3 x01_start.py [unit=thread|interpreter|process] [n=100]

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


def thread():
    one = threading.Thread(target=nothing)
    one.start()
    one.join()


def interpreter():
    # Pythons before 3.14 do not have it.
    from concurrent import interpreters
    one = interpreters.create()
    one.call(nothing)
    one.close()


def process():
    one = multiprocessing.Process(target=nothing)
    one.start()
    one.join()


def main():
    unit = option("unit", "thread")
    n = option("n", 100)
    start_and_join = {"thread": thread, "interpreter": interpreter, "process": process}[unit]
    times = []
    for _ in range(n):
        start = time.perf_counter()
        start_and_join()
        times.append(time.perf_counter() - start)
    first = times[0]
    times.sort()
    print(f"start: {times[len(times) // 2] * 1e6:.2f} us")
    print(f"first: {first * 1e6:.2f} us")


if __name__ == "__main__":
    main()
