class Card:
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    def __lt__(self, other):
        return self.rank < other.rank

    def __repr__(self):
        return f"{self.rank}{self.suit}"


cards = [Card(r, s) for s in "abc" for r in (3, 1, 2)]
print(sorted(cards), sorted(cards, reverse=True))
print(sorted(cards, key=lambda c: c.suit, reverse=True))
data = [(i * 7919) % 101 for i in range(200)]
print(sorted(data) == sorted(sorted(data, reverse=True)), sorted(data)[:5], sorted(data)[-3:])
pairs = [(x % 5, i) for i, x in enumerate(data)]
s = sorted(pairs, key=lambda p: p[0])
print(all(s[i][0] < s[i + 1][0] or s[i][1] < s[i + 1][1] for i in range(len(s) - 1)))
r = sorted(pairs, key=lambda p: p[0], reverse=True)
print(all(r[i][0] > r[i + 1][0] or r[i][1] < r[i + 1][1] for i in range(len(r) - 1)))
calls = []
sorted([3, 1, 2], key=lambda x: calls.append(x) or x)
print(calls)
items = [3, 1, 2]


def spy(x):
    return len(items), x


items.sort(key=spy)
print(items)
print(sorted([2.5, 1, True, 0]), sorted("bca"), sorted({"b": 1, "a": 2}), sorted([[2], [1, 5], [1]]), sorted([]))
try:
    [1, "a", None].sort()
except TypeError as error:
    print(error)
big = list(range(500, 0, -1)) + list(range(500))
big.sort()
print(big == sorted(big), big[:4], big[-2:], all(big[i] <= big[i + 1] for i in range(len(big) - 1)))
