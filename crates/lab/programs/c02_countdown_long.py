"""C-02: the long countdown, its total split over 1, 2, 4, ... threads.

    python3 c02_countdown_long.py [threads=1] [n=100000000] [units=threads]

Threads wait at a barrier until all of them have been started; `work` is from there to
the last join, `startup` is before. With `units=interpreters` or `units=processes` each
thread is an interpreter or a process instead.
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


def worker(n, barrier):
    barrier.wait()
    barrier.wait()
    countdown(n)


def worker_there(n, there, go):
    there.put(1)
    go.get()
    countdown(n)


class Threads:
    """Threads that begin together."""

    def __init__(self, count, n):
        self.barrier = threading.Barrier(count + 1)
        self.units = []
        for _ in range(count):
            one = threading.Thread(target=worker, args=(n // count, self.barrier))
            one.start()
            self.units.append(one)

    def ready(self):
        self.barrier.wait()

    def begin(self):
        self.barrier.wait()


class Processes:
    """Processes that begin together."""

    def __init__(self, count, n):
        self.there = multiprocessing.Queue()
        self.go = multiprocessing.Queue()
        self.units = []
        for _ in range(count):
            one = multiprocessing.Process(target=worker_there, args=(n // count, self.there, self.go))
            one.start()
            self.units.append(one)

    def ready(self):
        for _ in self.units:
            self.there.get()

    def begin(self):
        for _ in self.units:
            self.go.put(1)


class Interpreters(Processes):
    """Interpreters, each called in a thread of its own, that begin together."""

    def __init__(self, count, n):
        # Pythons before 3.14 do not have it.
        from concurrent import interpreters
        self.there = interpreters.create_queue()
        self.go = interpreters.create_queue()
        self.units = []
        for _ in range(count):
            one = interpreters.create()
            self.units.append(one.call_in_thread(worker_there, n // count, self.there, self.go))


KINDS = {"threads": Threads, "interpreters": Interpreters, "processes": Processes}


def main():
    threads = option("threads", 1)
    n = option("n", 100000000)
    begin = time.perf_counter()
    workers = KINDS[option("units", "threads")](threads, n)
    workers.ready()
    # Before they begin: whoever wakes up late, the clock runs already.
    start = time.perf_counter()
    workers.begin()
    for one in workers.units:
        one.join()
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"startup: {start - begin:.6f} s")


if __name__ == "__main__":
    main()
