# argv: n=1
# timed: yes
"""SciMark's factors of a matrix: lists of lists of floats, three nested loops.

    python3 scimark_lu.py [n=40]

`n` is the number of matrices of 60 by 60. Source: R. Pozo and B. Miller, SciMark 2.0, 2000: lower and upper factor by
Gaussian elimination with partial pivoting (C. F. Gauss; G. Golub and C. van Loan, "Matrix Computations").
"""
import sys
import time

SIZE = 60


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def random_matrix(seed):
    matrix = []
    for _ in range(SIZE):
        row = []
        for _ in range(SIZE):
            seed = seed * 16807 % 2147483647
            row.append(seed / 2147483647)
        matrix.append(row)
    return matrix


def factor(matrix):
    """Turns a matrix into its factors, in place; returns the order of the rows."""
    size = len(matrix)
    order = list(range(size))
    for column in range(size):
        pivot = column
        for i in range(column + 1, size):
            if abs(matrix[i][column]) > abs(matrix[pivot][column]):
                pivot = i
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        order[column], order[pivot] = order[pivot], order[column]
        upper = matrix[column]
        for i in range(column + 1, size):
            row = matrix[i]
            factor = row[column] / upper[column]
            row[column] = factor
            for j in range(column + 1, size):
                row[j] -= factor * upper[j]
    return order


def worst(original, factors, order):
    """The largest difference between the matrix and the product of its factors."""
    size = len(original)
    largest = 0.0
    for i in range(size):
        for j in range(size):
            product = factors[i][j] if i <= j else 0.0
            for k in range(min(i, j + 1)):
                product += factors[i][k] * factors[k][j]
            largest = max(largest, abs(product - original[order[i]][j]))
    return largest


def run(n):
    right = 0
    trace = 0.0
    for number in range(n):
        original = random_matrix(number + 1)
        factors = [row[:] for row in original]
        order = factor(factors)
        if worst(original, factors, order) < 1e-9:
            right += 1
        for i in range(SIZE):
            trace += factors[i][i]
    return f"{right} of {n} right, {trace:.6f}"


def main():
    n = option("n", 40)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
