def escapes(x0, y0, limit):
    x = y = 0.0
    for i in range(limit):
        x, y = x * x - y * y + x0, 2.0 * x * y + y0
        if x * x + y * y > 4.0:
            return i
    return limit


total = 0
for row in range(-10, 11):
    line = ""
    for column in range(-40, 20):
        i = escapes(column / 20.0, row / 8.0, 40)
        total += i
        line += " .:-=+*#%@"[min(i // 4, 9)]
    print(line.rstrip())
print(total)
