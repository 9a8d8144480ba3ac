# threads: yes
# Functions that a thread runs while another one takes them away and collects.
import gc
import threading


def make(n):
    space = {}
    exec(f"def f(x):\n    def g():\n        return x + {n}\n    return g()\n"
         f"class C:\n    def m(self, x):\n        return f(x) + f(x)\n", space)
    return space


spaces = [make(n) for n in range(4)]
stop = threading.Event()
total = []


def call(space, n):
    found = 0
    instance = space["C"]()
    for i in range(3000):
        found += instance.m(i) + space["f"](i)
    total.append(found - 3 * sum(range(3000)) - 9000 * n)


def change():
    rounds = 0
    while not stop.is_set() or rounds < 3:
        for n, space in enumerate(spaces):
            fresh = make(n)
            space["C"].m = fresh["C"].m
            space["f"] = fresh["f"]
        gc.collect()
        rounds += 1


def born(n, started):
    global born
    started.wait()
    gc.collect()
    total.append(n * 0)


callers = [threading.Thread(target=call, args=(space, n)) for n, space in enumerate(spaces)]
changer = threading.Thread(target=change)
started = threading.Event()
late = [threading.Thread(target=born, args=(n, started)) for n in range(2)]
for t in callers + [changer] + late:
    t.start()
del born
gc.collect()
started.set()
for t in callers + late:
    t.join()
stop.set()
changer.join()
print(total)
