# argv: n=8
# timed: yes
"""Deep copies of nested data and of objects: the `copy` module, dicts, recursion.

    python3 deepcopy.py [n=4000]

`n` is the number of copies of each kind. After the benchmark of that name in pyperformance: nested data, instances
with and without `__deepcopy__`, and a structure that refers to itself.
"""
import copy
import sys
import time


class Plain:
    def __init__(self, name, numbers):
        self.name = name
        self.numbers = numbers
        self.next = None


class Custom:
    def __init__(self, numbers):
        self.numbers = numbers

    def __deepcopy__(self, memo):
        return Custom(copy.deepcopy(self.numbers, memo))


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def nested():
    return {
        "list": [1, 2, 3, 43],
        "text": "a string",
        "tuple": (2.5, None, True, (4, 5)),
        "dict": {"a": {"b": [{"c": 1}, {"d": [2]}]}, "set": {1, 2, 3}},
        "shared": [[0] * 3] * 3,
    }


def ring(size):
    """Objects that refer to the next one, the last to the first."""
    items = [Plain(f"item {i}", [i, i + 1]) for i in range(size)]
    for item, following in zip(items, items[1:] + items[:1]):
        item.next = following
    return items[0]


def length_of(item):
    length = 1
    first = item
    while item.next is not first:
        item = item.next
        length += item.numbers[1] - item.numbers[0]
    return length


def run(n):
    data = nested()
    circle = ring(8)
    custom = [Custom([i, [i]]) for i in range(6)]
    total = 0
    for i in range(n):
        data["list"][0] = i
        clone = copy.deepcopy(data)
        clone["shared"][0][1] += 1
        total += clone["list"][0] + clone["shared"][2][1] + data["shared"][2][1]
        total += length_of(copy.deepcopy(circle))
        total += sum([item.numbers[1][0] for item in copy.deepcopy(custom)])
        shallow = copy.copy(data)
        total += shallow["shared"] is data["shared"]
    return total


def main():
    n = option("n", 4000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
