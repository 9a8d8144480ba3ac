"""R-03: can a reference count be lost?

    python3 r03_lost_counts.py [threads=2] [pairs=1000000]

Every thread binds one shared object to a name and unbinds it, again and again: one
increment and one decrement each time. In the end the count must be what it was.
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


SHARED = ["an object that every thread touches"]


def hammer(pairs, barrier):
    # A local name: looking a global up takes a lock where there is no GIL, and would keep the threads apart.
    shared = SHARED
    barrier.wait()
    barrier.wait()
    while pairs > 0:
        y = shared
        y = None
        pairs -= 1


def main():
    threads = option("threads", 2)
    pairs = option("pairs", 1000000)
    barrier = threading.Barrier(threads + 1)
    workers = []
    for _ in range(threads):
        workers.append(threading.Thread(target=hammer, args=(pairs // threads, barrier)))
    truth = sys.getrefcount(SHARED)
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    work = time.perf_counter() - start
    difference = sys.getrefcount(SHARED) - truth
    print(f"work: {work:.6f} s")
    print(f"difference: {difference} counts")
    if difference == 0:
        print("check: ok")
    else:
        print(f"check: fault the count is {difference} away from the truth")


if __name__ == "__main__":
    main()
