# out: by hand
import math
from concurrent import interpreters

one = interpreters.create()
queue = interpreters.create_queue()


def same(value):
    return value


def there_and_back(value):
    queue.put(value)
    by_queue, by_call = queue.get(), one.call(same, value)
    assert type(by_queue) is type(by_call) is type(value)
    return by_call


for value in (None, True, 0, -1, 2**40, -(2**200), 1.5, float("inf"), "", "grün\U0001f40d", b"\0\xff", bytearray(b"ab"),
              (), (1, (2,)), [1, [2]], {"a": {1: 2}}, {1}, frozenset({2}), range(1, 9, 2), slice(1, None), ..., 1 + 0):
    assert there_and_back(value) == value, value
print("equal")
print(math.isnan(there_and_back(float("nan"))), there_and_back(-0.0), there_and_back(10**30))

# What is shared inside a message stays shared, and may contain itself.
item = [1]
pair = there_and_back([item, item])
pair[0].append(2)
print(pair, pair[0] is item)
loop = []
loop.append(loop)
loop = there_and_back(loop)
print(loop[0] is loop)

# Functions by their code, with what they reach.
factor = 3


def scale(x, by=2, *, plus=0):
    return x * by * factor + plus


def adder(n):
    def add(x):
        return x + n
    return add


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(one.call(scale, 1), one.call(scale, 1, 5, plus=1), one.call(adder(4), 1), one.call(lambda x: x ** 2, 12))
print(one.call(fib, 15), one.call(math.hypot, 3, 4), one.call(str.upper, "up"), one.call("a,b".split, ","))
print(one.call(adder, 10)(1))


class Animal:
    sound = "?"

    def __init__(self, name):
        self.name = name

    def speak(self):
        return f"{self.name} says {self.sound}"


class Snake(Animal):
    sound = "hiss"


print(one.call(Animal.speak, Snake("Kaa")), one.call(Snake("Nag").speak))
print(there_and_back(Snake("Ka")).speak(), isinstance(there_and_back(Snake("Ka")), Animal))

# Interpreters and queues are shared, not copied.
two = interpreters.create()
print(there_and_back(two) == two, there_and_back(queue) == queue)
one.prepare_main(two=two)
one.exec("print(two.call(len, 'abc'), two == __import__('concurrent.interpreters').interpreters.Interpreter(two.id))")

print([interpreters.is_shareable(value) for value in (None, True, 5, 2**99, 1.5, "s", b"b", (1, ("a",)), queue)])
print([interpreters.is_shareable(value) for value in ([], {}, (1, []), same, object(), Snake("x"), bytearray())])
nested = ()
for _ in range(200_000):
    nested = (nested, nested)
print(interpreters.is_shareable(nested))
