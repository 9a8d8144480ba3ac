for a, b in [(1, 2), (3, 4)]:
    print(a, b)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xyz")]:
    print(a, b, c)
box = {}
for box["key"] in range(3):
    pass
print(box)
items = [0, 0]
for items[0] in "ab":
    print(items)
for i in range(3):
    i = i * 10
    print(i, end=" ")
print(i)
numbers = [1, 2, 3]
for n in numbers:
    if n < 3 and len(numbers) < 6:
        numbers.append(n * 10)
print(numbers)
for i in range(10, 0, -3):
    print(i, end=" ")
print()
for index, letter in enumerate("abc", start=5):
    print(index, letter, end=" ")
print()
for x, y in zip("ab", range(10)):
    print(x, y, end=" ")
print()
