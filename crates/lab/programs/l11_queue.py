"""L-11: how fast do producers hand things to consumers through a queue?

    python3 l11_queue.py [pairs=1] [bound=16] [items=20000]

`pairs` producers and as many consumers share one bounded queue. Each item carries the
time it was made, so the consumer knows how long the hand-off took.
"""
import queue
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def produce(items, count, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(count):
        items.put(time.perf_counter())


def consume(items, count, delays, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(count):
        made = items.get()
        delays.append(time.perf_counter() - made)


def percentile(sorted_values, fraction):
    return sorted_values[int(fraction * (len(sorted_values) - 1))]


def main():
    pairs = option("pairs", 1)
    bound = option("bound", 16)
    count = option("items", 20000) // pairs
    items = queue.Queue(bound)
    barrier = threading.Barrier(2 * pairs + 1)
    lists = []
    workers = []
    for _ in range(pairs):
        delays = []
        lists.append(delays)
        workers.append(threading.Thread(target=produce, args=(items, count, barrier)))
        workers.append(threading.Thread(target=consume, args=(items, count, delays, barrier)))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    work = time.perf_counter() - start
    delays = []
    for some in lists:
        delays.extend(some)
    delays.sort()
    print(f"items: {count * pairs / work:.1f} /s")
    print(f"p50: {percentile(delays, 0.5) * 1e6:.2f} us")
    print(f"p99: {percentile(delays, 0.99) * 1e6:.2f} us")
    if len(delays) == count * pairs:
        print("check: ok")
    else:
        print("check: wrong items are missing")


if __name__ == "__main__":
    main()
