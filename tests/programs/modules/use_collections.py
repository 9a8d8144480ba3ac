from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

c = Counter("mississippi")
print(c, c.most_common(2), c["z"], c + c, c - Counter("miss"), c & Counter("ipp"), sorted(c.elements()))
groups = defaultdict(list)
for word in ("apple", "bat", "ant", "bee"):
    groups[word[0]].append(word)
print(groups, "z" in groups, groups.get("z"), dict(groups))
od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
print(od, od.popitem(last=False), od == OrderedDict(c=3, a=1), od == OrderedDict(a=1, c=3), od == {"a": 1, "c": 3})
d = deque([1, 2, 3], maxlen=3)
d.append(4)
d.appendleft(0)
print(d, d[0], d[-1], len(d))
d.rotate(1)
print(d, list(reversed(d)), d.pop(), d.popleft(), d)
try:
    deque().popleft()
except IndexError as error:
    print(error)
Point = namedtuple("Point", "x y z", defaults=[0])
p = Point(1, y=2)
x, y, z = p
print(p, p.x + y, p._replace(x=5), p._asdict(), Point._fields, p == (1, 2, 0), p[1:], Point._make([7, 8, 9]))
for bad in (lambda: Point(), lambda: Point(1, 2, 3, 4), lambda: Point(1, 2, q=1)):
    try:
        bad()
    except TypeError as error:
        print(error)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm["a"], cm["b"], len(cm), sorted(cm), cm.new_child({"a": 0})["a"])
graph = {1: [2, 3], 2: [4], 3: [4], 4: []}
queue, seen = deque([1]), []
while queue:
    n = queue.popleft()
    if n not in seen:
        seen.append(n)
        queue.extend(graph[n])
print(seen)
