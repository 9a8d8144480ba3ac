def product(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def power(m, n):
    result = [[int(i == j) for j in range(len(m))] for i in range(len(m))]
    while n:
        if n & 1:
            result = product(result, m)
        m = product(m, m)
        n >>= 1
    return result


def determinant(m):
    # Bareiss: every division is exact, so integers stay integers.
    m = [row[:] for row in m]
    sign, previous = 1, 1
    for k in range(len(m) - 1):
        if m[k][k] == 0:
            for i in range(k + 1, len(m)):
                if m[i][k]:
                    m[k], m[i] = m[i], m[k]
                    sign = -sign
                    break
            else:
                return 0
        for i in range(k + 1, len(m)):
            for j in range(k + 1, len(m)):
                m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) // previous
        previous = m[k][k]
    return sign * m[-1][-1]


print(power([[1, 1], [1, 0]], 200)[0][1])
a = [[(i * j + i + 7 * j) % 11 for j in range(12)] for i in range(12)]
b = [[(i * 5 + j * 3) % 7 - 3 for j in range(12)] for i in range(12)]
c = product(a, b)
print(c[3], sum(map(sum, c)))
print(determinant([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), determinant([[(i * i + 3 * j + i * j * j) % 13 for j in range(8)] for i in range(8)]))
