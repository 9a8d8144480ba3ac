"""S-01: which small operations get faster with a second thread?

    python3 s01_scaling.py [kernel=pyfunction] [ms=8] [rounds=3]

The rows are those of CPython's Tools/ftscalingbench. Every thread does the same fixed
work, about `ms` milliseconds of it, so two threads do twice the work; `speedup` is twice
the time of one thread over the time of two, each the least of the rounds, the one that
nothing else disturbed. The `ceiling` is what two processes reach
with the same work at the same time: what this machine has to give.
"""
import collections
import copy
import dataclasses
import multiprocessing
import operator
import sys
import threading
import time
import typing


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def sum(self):
        return self.x + self.y

    def __len__(self):
        return 2

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return None


@dataclasses.dataclass
class Data:
    x: int
    y: int


Named = collections.namedtuple("Named", ["x", "y"])


class Typed(typing.NamedTuple):
    x: int
    y: int


LOCALS = {}
get_x = operator.methodcaller("sum")


def half(x):
    return x


def object_cfunction(n):
    count = [1, 2, 3].count
    for _ in range(n):
        count(2)


def cmodule_function(n):
    for _ in range(n):
        operator.neg(7)


def object_lookup_special(n):
    point = Point(1, 2)
    for _ in range(n):
        len(point)


def context_manager(n):
    point = Point(1, 2)
    for _ in range(n):
        with point:
            pass


def mult_constant(n):
    x = 1.0
    for _ in range(n):
        x *= 1.01


def numbers(n):
    for number in range(n):
        yield number


def generator(n):
    for _ in numbers(n):
        pass


def pymethod(n):
    point = Point(1, 2)
    for _ in range(n):
        point.sum()


def pyfunction(n):
    for _ in range(n):
        half(3)


def module_function(n):
    for _ in range(n):
        copy.copy(3)


def load_string_const(n):
    for _ in range(n):
        x = "a constant of text"
    return x


def load_tuple_const(n):
    for _ in range(n):
        x = (1, 2, 3)
    return x


def create_pyobject(n):
    for _ in range(n):
        Point(1, 2)


def create_closure(n):
    for number in range(n):
        def inner():
            return number
    return inner


def create_dict(n):
    for number in range(n):
        {"key": number}


def thread_local_read(n):
    local = LOCALS.setdefault("local", threading.local())
    local.x = 10
    for _ in range(n):
        local.x


def method_caller(n):
    point = Point(1, 2)
    for _ in range(n):
        get_x(point)


def instantiate_dataclass(n):
    for _ in range(n):
        Data(1, 2)


def instantiate_namedtuple(n):
    for _ in range(n):
        Named(1, 2)


def instantiate_typing_namedtuple(n):
    for _ in range(n):
        Typed(1, 2)


def deepcopy(n):
    source = {"list": [1, 2], "tuple": (1, [2])}
    for _ in range(n):
        copy.deepcopy(source)


KERNELS = [
    object_cfunction, cmodule_function, object_lookup_special, context_manager,
    mult_constant, generator, pymethod, pyfunction, module_function, load_string_const,
    load_tuple_const, create_pyobject, create_closure, create_dict, thread_local_read,
    method_caller, instantiate_dataclass, instantiate_namedtuple,
    instantiate_typing_namedtuple, deepcopy,
]


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
    names = {kernel.__name__: kernel for kernel in KERNELS}
    rounds = option("rounds", 3)
    kernel = names.get(option("kernel", "pyfunction"))
    if kernel is None:
        print("kernels: " + ", ".join(names))
        sys.exit(2)
    # Before any thread: a process that is forked from threads is not safe.
    processes = Processes(kernel)
    n = fitting(kernel, option("ms", 8) / 1e3)
    processes.work(n)
    one = []
    two = []
    apart = []
    for _ in range(rounds):
        one.append(in_threads(kernel, n, 1))
        two.append(in_threads(kernel, n, 2))
        apart.append(processes.work(n))
    processes.end()
    print(f"speedup: {2 * min(one) / min(two):.4f} x")
    print(f"ceiling: {2 * min(one) / min(apart):.4f} x")
    print(f"turn: {min(one) / n * 1e9:.2f} ns")


if __name__ == "__main__":
    main()
