# threads: yes
# Containers that many threads read and one changes: a reader sees them before or after a change.
import threading

LIMIT = 200
pair = [0, 0]
table = {"a": 0, "b": 0}


class Box:
    pass


box = Box()
box.number = 0
start = threading.Barrier(4)
odd = []


def read():
    start.wait()
    while True:
        number = box.number
        if not 0 <= table["a"] <= LIMIT or len(pair) != 2 or pair[0] > LIMIT:
            odd.append((number, table["a"], pair[0]))
        if sum(1 for _ in table) != 2 or [x for x in pair if x < 0]:
            odd.append("iteration")
        if number == LIMIT:
            return


def write():
    start.wait()
    for number in range(1, LIMIT + 1):
        pair[:] = [number, number]
        table["a"] = table["b"] = number
        for _ in range(50):
            box.other = number
        box.number = number


threads = [threading.Thread(target=read) for _ in range(3)] + [threading.Thread(target=write)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(odd, pair, table, box.number, box.other)
