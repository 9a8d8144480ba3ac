# argv: n=4
# timed: yes
"""SciMark's sparse matrix times a vector: lists indexed by lists.

    python3 scimark_sparse.py [n=600]

`n` is the number of products. Source: R. Pozo and B. Miller, SciMark 2.0, 2000; the matrix is in compressed rows.
"""
import sys
import time

SIZE = 1000
PER_ROW = 5


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def matrix():
    """Values, columns, and where each row begins."""
    values = []
    columns = []
    starts = [0]
    for row in range(SIZE):
        step = max(row // PER_ROW, 1)
        for i in range(PER_ROW):
            values.append(1.0 / (row + i + 1))
            columns.append(i * step % SIZE)
        starts.append(len(values))
    return values, columns, starts


def multiply(values, columns, starts, vector, product):
    for row in range(len(product)):
        total = 0.0
        for i in range(starts[row], starts[row + 1]):
            total += vector[columns[i]] * values[i]
        product[row] = total


def run(n):
    values, columns, starts = matrix()
    vector = [1.0 + i % 7 for i in range(SIZE)]
    product = [0.0] * SIZE
    for _ in range(n):
        multiply(values, columns, starts, vector, product)
    total = 0.0
    for value in product:
        total += value
    return f"{total:.9f}"


def main():
    n = option("n", 600)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
