"""A-03: can another thread see a list between two operations on it?

    python3 a03_parity.py [interval=0.005] [n=200000]

One thread appends twice and pops twice, for ever; the other looks whether the length is
even. A shorter switch interval makes the odd moment easier to see.
"""
import sys
import threading


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def writer(items, stop, barrier):
    barrier.wait()
    while not stop:
        items.append(1)
        items.append(2)
        items.pop()
        items.pop()


def main():
    interval = option("interval", 0.005)
    n = option("n", 200000)
    sys.setswitchinterval(interval)
    items = []
    stop = []
    barrier = threading.Barrier(2)
    thread = threading.Thread(target=writer, args=(items, stop, barrier))
    thread.start()
    barrier.wait()
    first = 0
    odd = 0
    looks = 0
    while looks < n:
        looks += 1
        if len(items) % 2 == 1:
            odd += 1
            if first == 0:
                first = looks
    stop.append(1)
    thread.join()
    print(f"odd: {odd} looks")
    print(f"looked: {n} looks")
    if first > 0:
        print(f"looks to the first odd: {first} looks")


if __name__ == "__main__":
    main()
