# argv: n=6
# timed: yes
"""Trees made and dropped: allocation and nothing else.

    python3 binary_trees.py [n=14]

`n` is the height of the largest tree. After H. Boehm's GCBench, in the form of the Computer Language Benchmarks Game,
with tuples as nodes.
"""
import sys
import time

LEAST = 4


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def tree(height):
    if height == 0:
        return (None, None)
    height -= 1
    return (tree(height), tree(height))


def count(node):
    left, right = node
    return 1 if left is None else 1 + count(left) + count(right)


def run(n):
    results = [count(tree(n + 1))]
    kept = tree(n)
    for height in range(LEAST, n + 1, 4):
        total = 0
        for _ in range(1 << n - height + LEAST):
            total += count(tree(height))
        results.append(total)
    results.append(count(kept))
    return " ".join([str(result) for result in results])


def main():
    n = option("n", 14)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
