"""C-02: the long countdown, its total split over 1, 2, 4, ... threads.

    python3 c02_countdown_long.py [threads=1] [n=100000000]

Threads wait at a barrier until all of them have been started; `work` is from there to
the last join, `startup` is before.
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


def countdown(n):
    while n > 0:
        n -= 1


def worker(n, barrier):
    barrier.wait()
    countdown(n)


def main():
    threads = option("threads", 1)
    n = option("n", 100000000)
    barrier = threading.Barrier(threads + 1)
    begin = time.perf_counter()
    workers = []
    for _ in range(threads):
        workers.append(threading.Thread(target=worker, args=(n // threads, barrier)))
    for thread in workers:
        thread.start()
    barrier.wait()
    start = time.perf_counter()
    for thread in workers:
        thread.join()
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"startup: {start - begin:.6f} s")


if __name__ == "__main__":
    main()
