"""S-04: what does reading one shared object cost, when every thread reads it?

    python3 s04_shared_reads.py [what=method|list|tuple] [object=shared|own] [threads=2] [n=100000]

Nothing is ever written. Work per thread is fixed, so the time of one operation would
stay the same with any number of threads if reading were free of others.
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
    def value(self):
        return 1


def call_method(counter, n):
    while n > 0:
        counter.value()
        n -= 1


def read_items(items, n):
    while n > 0:
        item = items[1]
        n -= 1
    return item


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


def make(what):
    if what == "method":
        return Counter()
    items = [["first"], ["second"], ["third"]]
    if what == "tuple":
        return tuple(items)
    return items


def main():
    what = option("what", "method")
    threads = option("threads", 2)
    n = option("n", 100000)
    work = read_items
    if what == "method":
        work = call_method
    things = [make(what) for _ in range(threads)]
    if option("object", "shared") == "shared":
        things = [things[0]] * threads
    work(things[0], 1000)
    reads = rate(work, n, things)
    print(f"time: {threads / reads * 1e9:.2f} ns")
    print(f"reads: {reads / 1e6:.4f} M/s")


if __name__ == "__main__":
    main()
