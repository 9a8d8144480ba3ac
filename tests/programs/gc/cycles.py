# counts: exact
import gc

freed = []


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        freed.append(self.name)


gc.collect()
gc.disable()
a, b = Node("a"), Node("b")
a.other, b.other = b, a
del a, b
print(freed)
gc.collect()
print(sorted(freed))
freed.clear()
self_loop = Node("self")
self_loop.me = self_loop
del self_loop
print(freed)
gc.collect()
print(freed)
freed.clear()
n = Node("in list")
box = [n]
box.append(box)
n.box = box
del n, box
gc.collect()
print(freed)
freed.clear()
kept = Node("kept")
kept.me = kept
gc.collect()
print(freed, gc.isenabled())
gc.enable()
print(gc.isenabled())
kept.me = None
del kept
print(freed)
