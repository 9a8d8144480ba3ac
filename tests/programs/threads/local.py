# threads: yes
import threading

data = threading.local()
data.x = "main"
seen = {}
barrier = threading.Barrier(3)


def worker(n):
    assert not hasattr(data, "x")
    data.x = n
    barrier.wait()
    seen[n] = data.x
    barrier.wait()


threads = [threading.Thread(target=worker, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(seen.items()), data.x, sorted(data.__dict__))
del data.x
try:
    data.x
except AttributeError:
    print("gone")


class Mine(threading.local):
    shared = "class attribute"

    def __init__(self, start):
        self.items = [start]


mine = Mine("start")
mine.items.append("main")
got = []
t = threading.Thread(target=lambda: got.append(list(mine.items)))
t.start()
t.join()
print(got, mine.items, mine.shared)
