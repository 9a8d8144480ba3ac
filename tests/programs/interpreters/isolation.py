# out: by hand
# What one interpreter does to its modules, builtins and globals is not seen in another one.
import math
import sys
from concurrent import interpreters

counter = 1
items = ["main"]


def count(step):
    global counter
    counter += step
    items.append(step)
    return counter, items


one, two = interpreters.create(), interpreters.create()
# The function goes there with the globals that it reaches, as they are now.
print(one.call(count, 10), one.call(count, 10), two.call(count, 5))
print(counter, items)
one.exec("print(counter, items)")

# What is there already stays.
counter = 100
print(one.call(count, 1))

math.pi = 3
sys.setrecursionlimit(500)
sys.path.append("only here")
one.exec("""
    import math, sys
    print(math.pi > 3, sys.getrecursionlimit(), 'only here' in sys.path)
    math.tau = 6
    import json
    """)
print(math.tau > 6, "json" in sys.modules)
two.exec("import sys; print('json' in sys.modules, 'math' in sys.modules)")

one.exec("import builtins; builtins.len = lambda x: -1; print(len('abc'))")
two.exec("print(len('abc'))")
print(len("abc"))


class Point:
    made = 0

    def __init__(self, x):
        Point.made += 1
        self.x = x

    def double(self):
        return Point(self.x * 2)


def use(point):
    other = point.double()
    return other, Point.made


point, made = two.call(use, Point(4))
# The instance comes back as one of our class, which knows nothing of what the other one counted.
print(point.x, made, Point.made, type(point).__name__)
print(two.call(type(point).double, point).x)

# The same stream, in order.
for number in range(3):
    print("main", number)
    one.exec(f"print('one', {number})")
    two.exec(f"import sys; sys.stdout.write('two {number}\\n')")

import threading

print(one.call(lambda: __import__("threading").current_thread().name))
print(one.call(threading.get_ident) != threading.get_ident())
