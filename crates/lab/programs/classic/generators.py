# argv: n=8
# timed: yes
"""A tree walked by generators that wait for generators.

    python3 generators.py [n=17]

`n` is the height of the tree. Walks in order with `yield from` and with loops, and a chain of filters; the first is
the task of the generators benchmark in pyperformance.
"""
import sys
import time


class Node:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def tree(values):
    """A balanced tree over a range."""
    if not values:
        return None
    middle = len(values) // 2
    return Node(tree(values[:middle]), values[middle], tree(values[middle + 1:]))


def leaves(node):
    """The values of the nodes without children, by loops that pass each value up."""
    if node.left is None and node.right is None:
        yield node.value
        return
    for child in (node.left, node.right):
        if child is not None:
            for value in leaves(child):
                yield value


def without_multiples(divisor, values):
    for value in values:
        if value % divisor:
            yield value


def run(n):
    root = tree(range(2 ** n))
    weight = 0
    for value in root:
        weight = (weight * 3 + value) % 1000003
    below = 0
    for value in leaves(root):
        below += value
    chain = iter(root)
    for divisor in (2, 3, 5, 7, 11, 13):
        chain = without_multiples(divisor, chain)
    return f"{weight} {below} {sum(chain)}"


def main():
    n = option("n", 17)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
