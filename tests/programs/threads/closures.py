# threads: yes
# Functions that threads make of one module, and the module's names that they see.
import threading

base = 10


def make(n):
    def add(x):
        def inner():
            return base + n + x
        return inner
    return add


totals = {}


def work(n):
    kept = []
    for i in range(2000):
        add = make(n)
        kept.append(add(i))
        if len(kept) == 100:
            totals[n] = totals.get(n, 0) + sum(f() for f in kept)
            kept.clear()


threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(totals.items()))
