d = {"a": 1, "b": 2}
for k, v in d.items():
    d[k] = v * 10
print(d)
items = list(range(6))
for x in items:
    if x % 2 == 0:
        items.remove(x)
print(items)
items = [1, 2, 3]
for i, x in enumerate(items):
    if i < 5:
        items.append(x)
print(items)
items = [1, 2, 3, 4]
for x in items[:]:
    items.remove(x)
print(items)
try:
    for k in d:
        del d[k]
except RuntimeError as error:
    print(error)
items = [1, 2, 3]
it = iter(items)
items.clear()
print(list(it))
s = {1, 2}
try:
    for x in s:
        s.discard(x)
        s.add(x + 10)
        s.add(x + 20)
except RuntimeError as error:
    print(error)
grid = [[1, 2], [3, 4]]
for row in grid:
    row.append(sum(row))
print(grid)
a = [1, 2, 3]
for a[-1] in a:
    print(a)
stack = [[1, [2, 3]], 4]
flat = []
while stack:
    x = stack.pop()
    if isinstance(x, list):
        stack.extend(x)
    else:
        flat.append(x)
print(flat)
