a = [3, 1, 2]
a.append(5); a.extend([7, 6]); a.insert(0, 9); a.insert(-1, 8); a.insert(100, 0)
print(a, len(a), a.index(7), a.count(1), 5 in a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(1)
a.reverse()
print(a, sorted(a), a.sort(), a)
a.sort(reverse=True)
print(a, a.copy() == a, a.copy() is a, [1] + [2], [0] * 3, [[]] * 2)
rows = [[0] * 2] * 2
rows[0][0] = 1
print(rows)
words = ["b", "A", "c", "aa"]
words.sort(key=str.lower)
print(words, sorted(words, key=len, reverse=True))
pairs = [(1, "b"), (0, "z"), (1, "a"), (0, "y")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs))
a.clear()
print(a, not a, [] == [], [1, 2] == [1, 2.0], [1, [2]] == [1, [2]], [1] != [2])
a += "ab"
a.extend(x for x in "cd")
print(a, a.index("c", 1), a * 2, list(reversed(a)))
loop = [1]
loop.append(loop)
print(loop, loop[1] is loop, len(loop))
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
b = [5, 4]
c = b
b = b + [3]
print(b, c)
print([1, 2, 3].__contains__(2), list("abc"), list({"k": 1}), list(range(3)), [*"ab"])
