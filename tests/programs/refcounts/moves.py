# counts: exact
import sys


class Thing:
    pass


def count(x):
    return sys.getrefcount(x)


t = Thing()
print(sys.getrefcount(t))
box = [t]
print(sys.getrefcount(t))
box.append(t)
print(sys.getrefcount(t))
d = {"k": t}
print(sys.getrefcount(t))
box.clear()
print(sys.getrefcount(t))
d["k"] = None
print(sys.getrefcount(t))
pair = t, t
print(sys.getrefcount(t))
del pair
t.me = t
print(sys.getrefcount(t))
del t.me
print(sys.getrefcount(t))


def closure():
    return t


print(sys.getrefcount(t))
x = y = t
print(sys.getrefcount(t))
x = 1
del y
print(sys.getrefcount(t))
holder = Thing()
holder.field = t
print(sys.getrefcount(t))
del holder
print(sys.getrefcount(t))
print(sys.getrefcount([]), sys.getrefcount(Thing()))
for z in [t]:
    pass
print(sys.getrefcount(t))
