"""S-05: how should threads count together?

    python3 s05_counter.py [how=one_lock|sharded|local] [threads=2] [n=100000]

`one_lock`: one counter behind one lock. `sharded`: a counter and a lock for each thread,
added up in the end. `local`: each thread counts in a name of its own and adds its number
to the total once. Work per thread is fixed; the total must be exact.
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


class Counter:
    def __init__(self):
        self.lock = threading.Lock()
        self.value = 0


def locked(counter, n):
    while n > 0:
        with counter.lock:
            counter.value += 1
        n -= 1


def local(counter, n):
    count = 0
    while n > 0:
        count += 1
        n -= 1
    with counter.lock:
        counter.value += count


def run(work, n, shared, barrier):
    barrier.wait()
    barrier.wait()
    work(shared, n)


def rate(work, n, things):
    """Turns of all threads a second; thread number i works on `things[i]`."""
    barrier = threading.Barrier(len(things) + 1)
    threads = []
    for thing in things:
        threads.append(threading.Thread(target=run, args=(work, n, thing, barrier)))
    for thread in threads:
        thread.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for thread in threads:
        thread.join()
    return n * len(things) / (time.perf_counter() - start)


def main():
    how = option("how", "one_lock")
    threads = option("threads", 2)
    n = option("n", 100000)
    work = locked
    if how == "local":
        work = local
    one = Counter()
    counters = [one] * threads
    if how == "sharded":
        counters = [Counter() for _ in range(threads)]
    counted = rate(work, n, counters)
    total = 0
    for counter in set(counters):
        total += counter.value
    print(f"counted: {counted / 1e6:.4f} M/s")
    if total == n * threads:
        print("check: ok")
    else:
        print(f"check: wrong counted {total} of {n * threads}")


if __name__ == "__main__":
    main()
