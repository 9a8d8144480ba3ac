"""heapq and deque where the language is asked, and where the queue changes meanwhile."""
import copy
import heapq
from collections import deque


class Item:
    def __init__(self, rank, name):
        self.rank = rank
        self.name = name

    def __lt__(self, other):
        return self.rank < other.rank

    def __repr__(self):
        return f"{self.rank}{self.name}"


heap = []
for rank, name in zip([5, 3, 8, 1, 9, 2, 7], "abcdefg"):
    heapq.heappush(heap, Item(rank, name))
print(heap, heapq.heappushpop(heap, Item(0, "x")), heapq.heapreplace(heap, Item(6, "y")), heap)
print([heapq.heappop(heap) for _ in range(len(heap))], heap)
pairs = [(3, "c"), (1, "z"), (1, "a"), (2, 5.5), (2, 1)]
heapq.heapify(pairs)
print(pairs, [heapq.heappop(pairs) for _ in range(5)])
numbers = [(i * 7919) % 101 for i in range(40)]
heapq.heapify(numbers)
print(numbers, heapq.nsmallest(3, numbers), heapq.nlargest(3, numbers, key=lambda n: -n))
for wrong in (lambda: heapq.heappop([]), lambda: heapq.heappush((), 1), lambda: heapq.heapify([1, "a"]),
              lambda: heapq.heapreplace([], 1)):
    try:
        wrong()
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error if "index" in str(error) else "")


class Shrinks:
    def __init__(self, heap):
        self.heap = heap

    def __lt__(self, other):
        self.heap.clear()
        return True


shrinking = []
shrinking.extend(Shrinks(shrinking) for _ in range(5))
try:
    heapq.heapify(shrinking)
except RuntimeError as error:
    print(error)
print(list(heapq.merge([1, 4, 7], [2, 5], [0, 9], key=None)), list(heapq.merge([9, 1], [5], reverse=True)))

d = deque("abc", maxlen=4)
d.extend("de")
d.extendleft([1])
print(d, d.maxlen, len(d), d[1], d[-1], "c" in d, "z" in d, d.index("c"), d.count("b"), bool(d), bool(deque()))
d[0] = "first"
del d[1]
d.insert(1, "second")
print(d, list(d), list(reversed(d)), d == deque(d), d != deque(), deque([1, 2]) < deque([1, 3]), deque([2]) >= deque([1]))
d.rotate(2)
print(d, d.rotate(-1), d)
d.reverse()
d.remove("second")
print(d, d + deque([1]), d * 2, d.copy() is d)
d += "xy"
print(d, deque(range(3)) * 2)
for wrong in (lambda: d[10], lambda: d.remove("none"), lambda: d.index("none"), lambda: deque([], -1), lambda: d[0:1],
              lambda: deque().pop(), lambda: deque([1], 1).insert(0, 2), lambda: d + [1]):
    try:
        wrong()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    for item in d:
        d.append(item)
except RuntimeError as error:
    print(error)
d.append(d)
print(deque([deque([1]), 2]), d.pop() is d, copy.copy(d) == d)
nested = deque([[1], [2]], 5)
deep = copy.deepcopy(nested)
deep[0].append(0)
print(nested, deep, deep.maxlen)
full = deque(maxlen=0)
full.append(1)
print(full, deque(deque([1, 2])), type(d), sorted(deque([3, 1, 2])), sum(deque([1, 2])), [*deque("ab")], max(deque([4, 9])))
same = deque([1, 2])
same.extend(same)
print(same, same.clear(), same)


class Named(deque):
    def __init__(self, name, items=()):
        super().__init__(items)
        self.name = name


named = Named("n", [1, 2])
named.append(3)
print(named, named.name, len(named), isinstance(named, deque))
