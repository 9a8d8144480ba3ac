"""A-02: does every caller of get_id() get a number of its own?

    python3 a02_get_id.py [threads=2] [n=200000]

The function reads a counter, adds one to it and answers what it read, without a lock.
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


next_id = 0


def get_id():
    global next_id
    mine = next_id
    next_id += 1
    return mine


def collect(n, ids, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(n):
        ids.append(get_id())


def main():
    threads = option("threads", 2)
    n = option("n", 200000)
    barrier = threading.Barrier(threads + 1)
    lists = []
    workers = []
    for _ in range(threads):
        ids = []
        lists.append(ids)
        workers.append(threading.Thread(target=collect, args=(n // threads, ids, barrier)))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    work = time.perf_counter() - start
    different = set()
    for ids in lists:
        different.update(ids)
    print(f"work: {work:.6f} s")
    print(f"duplicates: {n // threads * threads - len(different)} numbers")


if __name__ == "__main__":
    main()
