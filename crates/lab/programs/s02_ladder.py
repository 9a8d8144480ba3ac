"""S-02: how much may two threads share before the second one helps no more?

    python3 s02_ladder.py [rung=nothing] [ms=10] [rounds=3]

Rungs, from nothing to everything: nothing; globals (module-level names are read); object
(an attribute of one shared object is read); container (items of one shared list);
returned (a function that returns one shared value is called); get (one value of a shared
dict is taken, and nothing else is done). Every thread does the same fixed work;
`ceiling` is what two processes reach, which share nothing. Each time is the least of the
rounds, the one that nothing else disturbed.
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


class Settings:
    def __init__(self):
        self.scale = 3.5
        self.name = ["a shared value"]


SETTINGS = Settings()
ITEMS = [[number] for number in range(8)]
TABLE = {"key": ["a shared value"]}
SCALE = 3.5
OFFSET = 1.25


def scaled(x):
    return x * SCALE + OFFSET


def give():
    return SETTINGS.name


def nothing(n):
    x = 0.0
    values = [1.5, 2.5]
    for _ in range(n):
        x = x * 0.5 + values[0] * values[1]
    return x


def globals_(n):
    x = 0.0
    for _ in range(n):
        x = scaled(x) * 0.1
    return x


def object_(n):
    shared = SETTINGS
    x = 0.0
    for _ in range(n):
        x = x * 0.5 + shared.scale
        name = shared.name
    return name


def container(n):
    shared = ITEMS
    for number in range(n):
        item = shared[number & 7]
    return item


def returned(n):
    for _ in range(n):
        value = give()
    return value


def get(n):
    get = TABLE.get
    for _ in range(n):
        value = get("key")
    return value


RUNGS = {
    "nothing": nothing, "globals": globals_, "object": object_, "container": container,
    "returned": returned, "get": get,
}


def timed(kernel, n):
    start = time.perf_counter()
    kernel(n)
    return time.perf_counter() - start


def fitting(kernel, seconds):
    """How many turns of the kernel take about that long."""
    n = 16
    while True:
        took = timed(kernel, n)
        if took >= seconds / 4:
            return max(1, int(n * seconds / took))
        n *= 4


def run(kernel, n, barrier):
    barrier.wait()
    barrier.wait()
    kernel(n)


def in_threads(kernel, n, threads):
    """Seconds from the start of the work to the end of the last thread."""
    barrier = threading.Barrier(threads + 1)
    workers = []
    for _ in range(threads):
        workers.append(threading.Thread(target=run, args=(kernel, n, barrier)))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    return time.perf_counter() - start


def child(kernel, go, done):
    while True:
        n = go.get()
        if n == 0:
            break
        # In a thread, as there: what the main thread made is not its own here either.
        done.put(in_threads(kernel, n, 1))


class Processes:
    """Two processes that do the same work at the same time."""

    def __init__(self, kernel):
        self.done = multiprocessing.Queue()
        self.turns = [multiprocessing.Queue(), multiprocessing.Queue()]
        self.children = []
        for go in self.turns:
            arguments = (kernel, go, self.done)
            self.children.append(multiprocessing.Process(target=child, args=arguments, daemon=True))
        for process in self.children:
            process.start()

    def work(self, n):
        """Seconds of the slower of the two."""
        for go in self.turns:
            go.put(n)
        first = self.done.get(timeout=10)
        return max(first, self.done.get(timeout=10))

    def end(self):
        for go in self.turns:
            go.put(0)
        for process in self.children:
            process.join()


def main():
    rung = RUNGS.get(option("rung", "nothing"))
    rounds = option("rounds", 3)
    if rung is None:
        print("rungs: " + ", ".join(RUNGS))
        sys.exit(2)
    # Before any thread: a process that is forked from threads is not safe.
    processes = Processes(rung)
    n = fitting(rung, option("ms", 10) / 1e3)
    processes.work(n)
    one = []
    two = []
    apart = []
    for _ in range(rounds):
        one.append(in_threads(rung, n, 1))
        two.append(in_threads(rung, n, 2))
        apart.append(processes.work(n))
    processes.end()
    print(f"speedup: {2 * min(one) / min(two):.4f} x")
    print(f"ceiling: {2 * min(one) / min(apart):.4f} x")
    print(f"turn: {min(one) / n * 1e9:.2f} ns")


if __name__ == "__main__":
    main()
