def show(value):
    print("eval", value)
    return value


print(show(1) + show(2) * show(3))
print((show(4) - show(3)) ** show(2))
print(2 ** 3 ** 2, -2 ** 2, (-2) ** 2, 2 ** -1)
print(7 // 2, -7 // 2, 7 // -2, -7 // -2)
print(7 % 3, -7 % 3, 7 % -3, -7 % -3)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2)
print(1 + 2 - 3 * 4 / 5)
print(1 << 3 + 1, (1 << 3) + 1, 6 & 3 | 8, 6 ^ 3 & 1)
print(not 1 == 2, not (1 == 2) == False)
print(~5, ~-1, -~5, +True, -False)
values = [show(0), show(1)]
values[show(0)], values[show(1)] = show(10), show(20)
print(values)
print({show("k"): show("v")})
