"""C-08: a pool of threads, of interpreters or of processes for work that needs the CPU?

    python3 c08_pools.py [arm=serial|threads|interpreters|processes] [workers=2] [limit=20000]

Counts the primes below `limit` in eight tasks. The pools are made and warmed before
the clock starts; what that cost is printed as `startup`.
"""
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

TASKS = 8


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def count_primes(first, limit, step):
    """How many of first, first + step, ... below limit are prime."""
    count = 0
    for number in range(first, limit, step):
        if number < 2:
            continue
        divisor = 2
        prime = True
        while divisor * divisor <= number:
            if number % divisor == 0:
                prime = False
                break
            divisor += 1
        if prime:
            count += 1
    return count


def sieve(limit):
    """The same count by another road, to check the result by."""
    prime = [True] * limit
    count = 0
    for number in range(2, limit):
        if prime[number]:
            count += 1
            for multiple in range(number * number, limit, number):
                prime[multiple] = False
    return count


def warm(_number):
    time.sleep(0.01)
    return 0


def measure(pool, workers, limit):
    begin = time.perf_counter()
    ready = [pool.submit(warm, number) for number in range(workers)]
    for future in ready:
        future.result()
    start = time.perf_counter()
    futures = [pool.submit(count_primes, first, limit, TASKS) for first in range(TASKS)]
    primes = 0
    for future in futures:
        primes += future.result()
    work = time.perf_counter() - start
    return start - begin, work, primes


def main():
    arm = option("arm", "serial")
    workers = option("workers", 2)
    limit = option("limit", 20000)
    startup = 0.0
    if arm == "serial":
        start = time.perf_counter()
        primes = 0
        for first in range(TASKS):
            primes += count_primes(first, limit, TASKS)
        work = time.perf_counter() - start
    elif arm == "threads":
        with ThreadPoolExecutor(max_workers=workers) as pool:
            startup, work, primes = measure(pool, workers, limit)
    elif arm == "interpreters":
        # Pythons before 3.14 do not have it.
        from concurrent.futures import InterpreterPoolExecutor
        with InterpreterPoolExecutor(max_workers=workers) as pool:
            startup, work, primes = measure(pool, workers, limit)
    elif arm == "processes":
        with ProcessPoolExecutor(max_workers=workers) as pool:
            startup, work, primes = measure(pool, workers, limit)
    else:
        print("arms: serial, threads, interpreters, processes")
        sys.exit(2)
    print(f"work: {work:.6f} s")
    print(f"startup: {startup:.6f} s")
    print(f"primes: {primes}")
    if primes == sieve(limit):
        print("check: ok")
    else:
        print("check: wrong that is not the number of primes")


if __name__ == "__main__":
    main()
