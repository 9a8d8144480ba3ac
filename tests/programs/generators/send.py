def echo():
    received = None
    while True:
        received = yield received
        print("got", received)
        if received == "stop":
            return "bye"


g = echo()
print(g.send(None))
print(g.send("a"))
print(next(g))
try:
    g.send("stop")
except StopIteration as stop:
    print(stop.value)


def average():
    total = count = 0
    mean = None
    while True:
        x = yield mean
        total += x
        count += 1
        mean = total / count


g = average()
next(g)
print(g.send(10), g.send(20), g.send(60))
g2 = average()
try:
    g2.send(5)
except TypeError as error:
    print(error)


def two():
    x = (yield 1) + (yield 2)
    print("sum", x)
    y = yield
    print("y", y)


g = two()
print(next(g), g.send(10), g.send(20))
print(next(g, "end"))


def args():
    print("args", (yield "a"), (yield "b"), [(yield "c")])


g = args()
print(next(g), g.send(1), g.send(2))
try:
    g.send(3)
except StopIteration:
    print("stopped")
