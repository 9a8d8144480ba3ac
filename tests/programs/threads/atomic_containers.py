# threads: yes
import threading

items, table = [], {}
barrier = threading.Barrier(4)


def worker(n):
    barrier.wait()
    for i in range(500):
        items.append((n, i))
        table[n, i] = i


threads = [threading.Thread(target=worker, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(items), len(set(items)), len(table), sum(table.values()))
for n in range(4):
    assert [i for m, i in items if m == n] == list(range(500))
taken = []


def take():
    mine = []
    while True:
        try:
            mine.append(items.pop())
        except IndexError:
            break
    taken.append(mine)


threads = [threading.Thread(target=take) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sum(map(len, taken)), len({x for mine in taken for x in mine}), items)
