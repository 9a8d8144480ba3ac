"""A-04: does what `len` said still hold when the next line looks?

    python3 a04_len_then_in.py [interval=0.005] [n=100000]

One thread appends a number and pops it again, for ever. The other looks at the length,
and when it is 1 asks whether the number is in the list: two operations, each one step.
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
        items.append(7)
        items.pop()


def look(items, n):
    """How often the length was 1, and how often the number was gone by then."""
    looks = 0
    gone = 0
    while n > 0:
        n -= 1
        if len(items) == 1:
            looks += 1
            if 7 not in items:
                gone += 1
    return looks, gone


def main():
    sys.setswitchinterval(option("interval", 0.005))
    items = []
    stop = []
    barrier = threading.Barrier(2)
    thread = threading.Thread(target=writer, args=(items, stop, barrier))
    thread.start()
    barrier.wait()
    looks, gone = look(items, option("n", 100000))
    stop.append(1)
    thread.join()
    print(f"gone: {gone} looks")
    print(f"looked: {looks} looks")


if __name__ == "__main__":
    main()
