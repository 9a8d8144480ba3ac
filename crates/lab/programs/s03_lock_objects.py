"""S-03: does one lock object that every thread asks cost more than a lock each?

    python3 s03_lock_objects.py [lock=shared|own] [what=locked|pair] [threads=2] [n=100000]

Nobody waits for a lock here: `locked` only asks whether it is held, and `pair` takes and
releases it. Work per thread is fixed.
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


def locked(lock, n):
    while n > 0:
        lock.locked()
        n -= 1


def pair(lock, n):
    while n > 0:
        lock.acquire()
        lock.release()
        n -= 1


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
    threads = option("threads", 2)
    n = option("n", 100000)
    work = {"locked": locked, "pair": pair}[option("what", "locked")]
    locks = [threading.Lock() for _ in range(threads)]
    if option("lock", "shared") == "shared":
        locks = [locks[0]] * threads
    work(locks[0], 1000)
    calls = rate(work, n, locks)
    print(f"calls: {calls / 1e6:.4f} M/s")
    print(f"time: {threads / calls * 1e9:.2f} ns")


if __name__ == "__main__":
    main()
