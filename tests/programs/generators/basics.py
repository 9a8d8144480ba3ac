def count(n):
    print("started")
    for i in range(n):
        print("yielding", i)
        yield i
    print("finished")
    return "result"


g = count(2)
print("created")
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print("stopped with", stop.value)
try:
    next(g)
except StopIteration as stop:
    print("again", stop.value)
print(list(count(1)), next(count(0), "default"))


def empty():
    return
    yield


print(list(empty()), sum(x for x in range(5)), list(x * y for x in (1, 2) for y in (3, 4)))
g = (i for i in range(3))
print(next(g), list(g), list(g), iter(g) is g)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


print(list(take(12, fib())), type(g).__name__, g.__name__, fib.__name__)
a, b, *c = take(5, fib())
print(a, b, c)
