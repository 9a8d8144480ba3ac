import bisect
import copy
import heapq
import statistics

h = [5, 2, 8, 1, 9, 3]
heapq.heapify(h)
heapq.heappush(h, 4)
print([heapq.heappop(h) for _ in range(7)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, "hello"))
print(list(heapq.merge([1, 4], [2, 3], [0, 9])), heapq.heappushpop([2, 3], 1))
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3))
bisect.insort(a, 4)
print(a)


class Node:
    def __init__(self):
        self.items = [1]
        self.me = self


n = Node()
shallow, deep = copy.copy(n), copy.deepcopy(n)
print(shallow.items is n.items, shallow.me is n, deep.items is n.items, deep.items, deep.me is deep)
loop = [1, [2]]
loop.append(loop)
again = copy.deepcopy(loop)
print(again[1] is loop[1], again[2] is again, copy.deepcopy({"a": (1, [2])}))
for data in ([1, 2, 3, 4], [1, 2, 3], [1.5, 2.5, 0.1, 7.25], [0.1] * 10):
    print(statistics.mean(data), statistics.median(data), statistics.stdev(data), statistics.pstdev(data))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)
