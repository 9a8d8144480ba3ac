def value(x):
    print("value", x)
    return x


print(value(1) < value(2) < value(3))
print(value(3) < value(2) < value(1))
print(1 < 3 > 2, 1 < 2 == 2 != 3)
print(1 == 1.0 == True, 0 == False == 0.0)
print(1 in [1] == True)
print((1 in [1]) == True)
print("a" < "b" <= "b" > "a")
print(None is None is not False)
x = 5
print(0 <= x < 10, not 0 <= x < 5)
print([1, 2] < [1, 3] < [2], (1,) < (1, 0), [] < [0])
print("abc" < "abd", "Z" < "a", "" < "a", "ab" < "abc")
print({1, 2} < {1, 2, 3}, {1} <= {1}, {1, 2} > {3}, {1} == {1.0})
