"""A-01: is `x += 1` one step?

    python3 a01_lost_updates.py [threads=2] [n=1000000]

Every thread adds 1 to one global name, n times in all. What is missing in the end was
lost between reading the old value and storing the new one.
"""
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


x = 0


def add(n, barrier):
    global x
    barrier.wait()
    barrier.wait()
    for _ in range(n):
        x += 1


def main():
    threads = option("threads", 2)
    n = option("n", 1000000)
    barrier = threading.Barrier(threads + 1)
    workers = []
    for _ in range(threads):
        workers.append(threading.Thread(target=add, args=(n // threads, barrier)))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"lost: {n // threads * threads - x} updates")


if __name__ == "__main__":
    main()
