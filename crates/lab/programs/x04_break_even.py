"""X-04: how long must a task be before a pool does it faster than no pool?

    python3 x04_break_even.py [pool=threads|processes|interpreters] [workers=2] [tasks=8] [longest=0.006]

The same eight tasks, one after the other and by a warm pool, with tasks from 20 us on,
each size about three times the one before. The answer is the first size that the pool
does at least a tenth faster, and keeps doing so at the next size; above
`longest` seconds the search ends.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


SIZES = [0.00002, 0.00006, 0.0002, 0.0006, 0.002, 0.006, 0.02]


def countdown(n):
    while n > 0:
        n -= 1
    return 1


def fitting(seconds):
    """How far to count down for a task of that length."""
    n = 1000
    while True:
        start = time.perf_counter()
        countdown(n)
        took = time.perf_counter() - start
        if took > 0.001:
            return max(1, int(n * seconds / took))
        n *= 2


def make(kind, workers):
    import concurrent.futures as futures
    if kind == "threads":
        return futures.ThreadPoolExecutor(max_workers=workers)
    if kind == "processes":
        return futures.ProcessPoolExecutor(max_workers=workers)
    try:
        return futures.InterpreterPoolExecutor(max_workers=workers)
    except AttributeError:
        print("unavailable: there is no InterpreterPoolExecutor")
        sys.exit(0)


def one_by_one(n, tasks):
    start = time.perf_counter()
    for _ in range(tasks):
        countdown(n)
    return time.perf_counter() - start


def by_pool(pool, n, tasks):
    start = time.perf_counter()
    for _ in pool.map(countdown, [n] * tasks):
        pass
    return time.perf_counter() - start


def gain(pool, n, tasks):
    """How many times as fast the pool is; the best of two, because others only ever disturb."""
    serial = min(one_by_one(n, tasks), one_by_one(n, tasks))
    return serial / min(by_pool(pool, n, tasks), by_pool(pool, n, tasks))


def main():
    kind = option("pool", "threads")
    tasks = option("tasks", 8)
    longest = option("longest", 0.006)
    found = 0.0
    best = 0.0
    with make(kind, option("workers", 2)) as pool:
        by_pool(pool, 1, tasks)
        for size in SIZES:
            if size > longest:
                break
            times = gain(pool, fitting(size), tasks)
            best = max(best, times)
            if times < 1.1:
                found = 0.0
            elif found > 0.0:
                break
            else:
                found = size
    if found > 0.0:
        print(f"break-even: {found * 1e6:.0f} us")
    print(f"best gain: {best:.3f} x")


if __name__ == "__main__":
    main()
