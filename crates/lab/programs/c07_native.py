"""C-07: does native code help, if it lets go of the lock, and if it does not?

    python3 c07_native.py [kind=sha256|sum] [threads=2] [mib=128] [tasks=8]

`sha256` of large messages is native code that runs without the global lock; `sum` of a
range is native code that keeps it. The total work is fixed and shared out.
"""
import hashlib
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def hash_tasks(count, message, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(count):
        hashlib.sha256(message).hexdigest()


def sum_tasks(count, numbers, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(count):
        sum(numbers)


def main():
    kind = option("kind", "sha256")
    threads = option("threads", 2)
    mib = option("mib", 128)
    tasks = option("tasks", 8)
    if kind == "sha256":
        target = hash_tasks
        load = b"x" * (mib * 1024 * 1024 // tasks)
    elif kind == "sum":
        target = sum_tasks
        # Summing a number takes about as long as hashing eight bytes.
        load = range(mib * 1024 * 1024 // 8 // tasks)
    else:
        print("kinds: sha256, sum")
        sys.exit(2)
    barrier = threading.Barrier(threads + 1)
    workers = []
    for _ in range(threads):
        workers.append(threading.Thread(target=target, args=(tasks // threads, load, barrier)))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")


if __name__ == "__main__":
    main()
