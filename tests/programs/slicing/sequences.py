s = list(range(10))
print(s[2:5], s[:3], s[7:], s[:], s[-3:], s[:-3], s[::2], s[1::3], s[::-1], s[8:2:-2])
print(s[5:2], s[100:], s[-100:3], s[3:-100:-1], s[-1:-4:-1], s[2:2], s[::100], s[::-100])
print("hello"[1:4], "hello"[::-1], (1, 2, 3)[1:], (1, 2, 3)[::-1], "abc"[-2:], ""[1:5])
print(range(10)[2:8:2], range(10)[::-1], list(range(10, 0, -3)[1:]), range(5)[-1], len(range(0, 10, 3)))
t = s[:]
t[2:4] = ["a", "b", "c"]
print(t)
t[5:] = []
print(t)
t[1:1] = [10, 11]
print(t)
t[::2] = "xyzw"
print(t)
try:
    t[::2] = [1]
except ValueError as error:
    print(error)
del t[::3]
print(t)
t[:] = range(3)
print(t)
del t[-1:]
print(t)
t[len(t):] = [7, 8]
print(t, t[slice(1, 3)], slice(1, 2, 3), slice(None).start)
print(slice(1, 100, 2).indices(10), slice(None, None, -1).indices(5), slice(-3, None).indices(5))
a = [1, 2, 3, 4, 5, 6]
a[1:4] = a[3:0:-1]
print(a)
a[::-1] = a[:]
print(a)
try:
    s[::0]
except ValueError as error:
    print(error)
try:
    s["a":]
except TypeError as error:
    print(error)
try:
    t[0:1] = 5
except TypeError as error:
    print(error)
