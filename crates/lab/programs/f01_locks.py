"""F-01: how fast is a contended lock, and does everybody get it equally often?

    python3 f01_locks.py [threads=2] [seconds=0.2]

As CPython's Tools/lockbench: every thread takes one lock, adds to a number that it
guards, releases it, and takes it again, as often as it can until the time is up.
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


class Guarded:
    def __init__(self):
        self.lock = threading.Lock()
        self.total = 0


def contend(guarded, stop, counts, index, barrier):
    barrier.wait()
    barrier.wait()
    lock = guarded.lock
    taken = 0
    while not stop:
        lock.acquire()
        guarded.total += 1
        lock.release()
        taken += 1
    counts[index] = taken


def main():
    threads = option("threads", 2)
    seconds = option("seconds", 0.2)
    guarded = Guarded()
    barrier = threading.Barrier(threads + 1)
    stop = []
    counts = [0] * threads
    workers = []
    for index in range(threads):
        arguments = (guarded, stop, counts, index, barrier)
        workers.append(threading.Thread(target=contend, args=arguments))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    time.sleep(seconds)
    stop.append(1)
    work = time.perf_counter() - start
    for worker in workers:
        worker.join()
    total = sum(counts)
    squares = 0
    for count in counts:
        squares += count * count
    print(f"taken: {total / work:.1f} /s")
    print(f"fairness: {total * total / (threads * squares):.4f} Jain")
    if total == guarded.total:
        print("check: ok")
    else:
        print(f"check: wrong {total} turns, but the number says {guarded.total}")


if __name__ == "__main__":
    main()
