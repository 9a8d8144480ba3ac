"""L-05: does every thread get its share?

    python3 l05_starvation.py [seconds=1.0]

Two threads count; a third works for about a millisecond, gives way with `sleep(0)` and
goes on. All three want the interpreter all the time: a fair one gives each a third.
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


def spin(stop, counts, index, barrier):
    barrier.wait()
    n = 0
    while not stop:
        n += 1
    counts[index] = n


def polite(stop, counts, index, barrier):
    barrier.wait()
    n = 0
    give_way = time.perf_counter() + 0.001
    while not stop:
        n += 1
        if n % 64 == 0 and time.perf_counter() > give_way:
            time.sleep(0)
            give_way = time.perf_counter() + 0.001
    counts[index] = n


def main():
    seconds = option("seconds", 1.0)
    barrier = threading.Barrier(4)
    stop = []
    counts = [0, 0, 0]
    threads = []
    for index in range(3):
        target = spin
        if index == 2:
            target = polite
        threads.append(threading.Thread(target=target, args=(stop, counts, index, barrier)))
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
