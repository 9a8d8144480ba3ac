"""R-06: what does a count cost when every thread moves the same one?

    python3 r06_pair_contended.py [threads=2] [object=shared|own|immortal] [n=200000]

Work per thread is fixed (n loops of ten bindings each), so twice the threads do twice
the work. `own` gives every thread an object of its own; `immortal` is the class int,
which all share, but whose count some interpreters do not keep.
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


def bind(x, n, barrier):
    barrier.wait()
    barrier.wait()
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


def main():
    threads = option("threads", 2)
    kind = option("object", "shared")
    n = option("n", 200000)
    barrier = threading.Barrier(threads + 1)
    shared = ["shared"]
    if kind == "immortal":
        shared = int
    workers = []
    for _ in range(threads):
        target = shared
        if kind == "own":
            target = ["own"]
        workers.append(threading.Thread(target=bind, args=(target, n, barrier)))
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
    print(f"pairs: {threads * n * 10 / work / 1e6:.4f} M/s")


if __name__ == "__main__":
    main()
