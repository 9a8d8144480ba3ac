# threads: yes
import threading


class Buffer:
    def __init__(self, size):
        self.items, self.size = [], size
        self.cond = threading.Condition()

    def put(self, x):
        with self.cond:
            self.cond.wait_for(lambda: len(self.items) < self.size)
            self.items.append(x)
            self.cond.notify_all()

    def get(self):
        with self.cond:
            while not self.items:
                self.cond.wait()
            x = self.items.pop(0)
            self.cond.notify_all()
            return x


buffer, got = Buffer(2), []


def produce(base):
    for i in range(50):
        buffer.put(base + i)


def consume():
    for _ in range(50):
        got.append(buffer.get())


threads = [threading.Thread(target=produce, args=(k * 100,)) for k in range(2)]
threads += [threading.Thread(target=consume) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(got), sum(got), sorted(got)[:3], buffer.items)
c = threading.Condition()
for bad in (c.wait, c.notify):
    try:
        bad()
    except RuntimeError as error:
        print(error)
with c:
    print(c.wait(0.01), c.wait_for(lambda: 5), c.wait_for(lambda: 0, 0.01))
    with c:
        c.notify(3)
turn, order = 0, []


def player(me):
    global turn
    for _ in range(3):
        with c:
            c.wait_for(lambda: turn == me)
            order.append(me)
            turn = (turn + 1) % 3
            c.notify_all()


threads = [threading.Thread(target=player, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(order)
