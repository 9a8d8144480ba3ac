"""A-05: can `items[0] += 1` lose an update, or break the list, while others append and pop?

    python3 a05_item_add.py [interval=0.005] [n=100000]

Two threads add 1 to the first item, n times in all; a third appends and pops at the end
of the same list. Updates may be lost. The list must stay a list: one item, a number.
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


def add(items, n, barrier):
    barrier.wait()
    barrier.wait()
    while n > 0:
        items[0] += 1
        n -= 1


def move(items, stop, barrier):
    barrier.wait()
    barrier.wait()
    while not stop:
        items.append(0)
        items.append(0)
        items.pop()
        items.pop()


def main():
    sys.setswitchinterval(option("interval", 0.005))
    n = option("n", 100000) // 2
    items = [0]
    stop = []
    barrier = threading.Barrier(4)
    adders = []
    for _ in range(2):
        adders.append(threading.Thread(target=add, args=(items, n, barrier)))
    mover = threading.Thread(target=move, args=(items, stop, barrier))
    for thread in adders + [mover]:
        thread.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for thread in adders:
        thread.join()
    work = time.perf_counter() - start
    stop.append(1)
    mover.join()
    print(f"lost: {2 * n - items[0]} updates")
    print(f"work: {work:.6f} s")
    if len(items) == 1 and 0 < items[0] <= 2 * n:
        print("check: ok")
    else:
        print(f"check: wrong the list is {items[:5]} with {len(items)} items")


if __name__ == "__main__":
    main()
