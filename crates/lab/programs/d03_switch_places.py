"""D-03: after which operations can another thread get the interpreter?

    python3 d03_switch_places.py [place=operator] [tries=10]

A block does one kind of operation six times, each long enough for a waiting thread to
ask for the interpreter; the question is whether it gets it before the block ends. The
other thread counts all the time, so its count tells. The reading of the count before and
after has no place for a switch of its own, except where every instruction has one.
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


class Box:
    def __init__(self):
        self.value = 0


def same(one, other):
    return one == other


def operator(one, other, count):
    before = count[0]
    x = one == other
    x = one == other
    x = one == other
    x = one == other
    x = one == other
    x = one == other
    return count[0] - before


def jump(one, other, count):
    x = 0
    before = count[0]
    if one == other:
        x = 1
    if one == other:
        x = 2
    if one == other:
        x = 3
    if one == other:
        x = 4
    if one == other:
        x = 5
    if one == other:
        x = 6
    return count[0] - before


def attribute(one, other, count):
    box = Box()
    before = count[0]
    box.value = one == other
    box.value = one == other
    box.value = one == other
    box.value = one == other
    box.value = one == other
    box.value = one == other
    return count[0] - before


def item(one, other, count):
    items = [0]
    before = count[0]
    items[0] = one == other
    items[0] = one == other
    items[0] = one == other
    items[0] = one == other
    items[0] = one == other
    items[0] = one == other
    return count[0] - before


def native_call(one, other, count):
    before = count[0]
    x = sum(one)
    x = sum(one)
    x = sum(one)
    x = sum(one)
    x = sum(one)
    x = sum(one)
    return count[0] - before


def method_call(one, other, count):
    before = count[0]
    x = one.count(-1)
    x = one.count(-1)
    x = one.count(-1)
    x = one.count(-1)
    x = one.count(-1)
    x = one.count(-1)
    return count[0] - before


def python_call(one, other, count):
    before = count[0]
    x = same(one, other)
    x = same(one, other)
    x = same(one, other)
    x = same(one, other)
    x = same(one, other)
    x = same(one, other)
    return count[0] - before


def loop(one, other, count):
    turns = (1, 2, 3, 4, 5, 6)
    before = count[0]
    for _ in turns:
        x = one == other
    return count[0] - before


PLACES = {
    "operator": operator, "jump": jump, "attribute": attribute, "item": item,
    "native_call": native_call, "method_call": method_call, "python_call": python_call,
    "loop": loop,
}


def spin(stop, count):
    n = 0
    while not stop:
        n += 1
        count[0] = n


def main():
    place = PLACES.get(option("place", "operator"))
    tries = option("tries", 10)
    if place is None:
        print("places: " + ", ".join(PLACES))
        sys.exit(2)
    sys.setswitchinterval(0.00002)
    # Equal but not the same, so that each item is compared, which takes many switch intervals.
    one = [number + 0.5 for number in range(60000)]
    other = [number + 0.5 for number in range(60000)]
    stop = []
    count = [0]
    thread = threading.Thread(target=spin, args=(stop, count))
    thread.start()
    switched = 0
    for _ in range(tries):
        time.sleep(0.0005)
        if place(one, other, count) > 0:
            switched += 1
    stop.append(1)
    thread.join()
    print(f"switched: {switched / tries * 100:.1f} %")


if __name__ == "__main__":
    main()
