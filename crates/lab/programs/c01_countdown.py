"""C-01: does a second thread, or a second process, make a countdown faster?

    python3 c01_countdown.py [arm=one_thread|two_threads|two_processes] [n=5000000]

The total is fixed: two workers count down half of it each. `work` is the time from the
first start to the last join, as everybody measures it; `startup` is the same region
with workers that have nothing to do.
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


def countdown(n):
    while n > 0:
        n -= 1


def start_and_join(worker, n):
    """Seconds from the first start to the last join of two workers."""
    first = worker(target=countdown, args=(n,))
    second = worker(target=countdown, args=(n,))
    start = time.perf_counter()
    first.start()
    second.start()
    first.join()
    second.join()
    return time.perf_counter() - start


def main():
    arm = option("arm", "one_thread")
    n = option("n", 5000000)
    startup = 0.0
    if arm == "one_thread":
        start = time.perf_counter()
        countdown(n)
        work = time.perf_counter() - start
    elif arm == "two_threads":
        startup = start_and_join(threading.Thread, 0)
        work = start_and_join(threading.Thread, n // 2)
    elif arm == "two_processes":
        startup = start_and_join(multiprocessing.Process, 0)
        work = start_and_join(multiprocessing.Process, n // 2)
    else:
        print("arms: one_thread, two_threads, two_processes")
        sys.exit(2)
    print(f"work: {work:.6f} s")
    print(f"startup: {startup:.6f} s")


if __name__ == "__main__":
    main()
