"""G-01: how many bytes does an object take?

    python3 g01_bytes.py [kind=list] [n=100000]

Makes n objects of a kind into a list that is there already, and divides what the process
grew by n. `getsizeof` is what the interpreter says about one of them; parts that it does
not count, and rounding up by the allocator, make the difference. The collector is off:
its own notes would count too.
"""
import gc
import sys


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


class Plain:
    pass


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slots:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def closure(number):
    def inner():
        return number
    return inner


MAKERS = {
    "int": lambda number: 1000 + number,
    "big_int": lambda number: 10 ** 30 + number,
    "float": lambda number: number + 0.5,
    "str": lambda number: "text " + str(number),
    "bytes": lambda number: ("text " + str(number)).encode(),
    "tuple": lambda number: (number, None),
    "list": lambda number: [],
    "list_of_4": lambda number: [None, None, None, None],
    "dict": lambda number: {},
    "dict_of_4": lambda number: {"a": None, "b": None, "c": None, "d": None},
    "set": lambda number: set(),
    "object": lambda number: object(),
    "instance": lambda number: Plain(),
    "two_attributes": lambda number: Point(None, None),
    "two_slots": lambda number: Slots(None, None),
    "closure": closure,
}


def resident():
    """Bytes of memory that this process has in use, where the system tells."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def main():
    kind = option("kind", "list")
    n = option("n", 100000)
    make = MAKERS.get(kind)
    gc.disable()
    if make is None:
        print("kinds: " + ", ".join(MAKERS))
        sys.exit(2)
    try:
        resident()
    except OSError as error:
        print(f"unavailable: {error}")
        return
    # What is written later must have its pages now.
    kept = [0] * n
    for number in range(n):
        kept[number] = number & 1
    for number in range(1000):
        kept[number] = make(number)
    before = resident()
    for number in range(1000, n):
        kept[number] = make(number)
    grown = resident() - before
    print(f"heap: {grown / (n - 1000):.2f} bytes")
    print(f"getsizeof: {sys.getsizeof(kept[n - 1])} bytes")


if __name__ == "__main__":
    main()
