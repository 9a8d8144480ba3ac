"""L-05: does every thread get its share?

    python3 l05_starvation.py [seconds=1.0]

Three threads do the same work and want the interpreter all the time, so a fair one gives each
a third. One of them gives way with `sleep(0)` after each millisecond.
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


def run(stop, counts, index, barrier, turn):
    """Counts until told to stop, and gives way after each `turn` seconds."""
    barrier.wait()
    n = 0
    give_way = time.perf_counter() + turn
    while not stop:
        n += 1
        if n % 64 == 0 and time.perf_counter() > give_way:
            time.sleep(0)
            give_way = time.perf_counter() + turn
    counts[index] = n


def main():
    seconds = option("seconds", 1.0)
    barrier = threading.Barrier(4)
    stop = []
    counts = [0, 0, 0]
    threads = []
    for index in range(3):
        turn = 0.001 if index == 2 else 3600.0
        threads.append(threading.Thread(target=run, args=(stop, counts, index, barrier, turn)))
    for thread in threads:
        thread.start()
    barrier.wait()
    time.sleep(seconds)
    stop.append(1)
    for thread in threads:
        thread.join()
    total = sum(counts)
    squares = 0
    for count in counts:
        squares += count * count
    print(f"least share: {min(counts) / total * 100:.2f} %")
    print(f"polite share: {counts[2] / total * 100:.2f} %")
    print(f"fairness: {total * total / (3 * squares):.4f} Jain")


if __name__ == "__main__":
    main()
