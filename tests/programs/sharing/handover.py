# threads: yes
# Objects that die in other threads than they were made in: each is finalised once, and none is left.
import gc
import threading
import queue

gone = []


class Thing:
    def __init__(self, number):
        self.number = number
        self.friends = [number]

    def __del__(self):
        gone.append(self.number)


def total(things):
    return sum(thing.number + len(thing.friends) for thing in things)


# Made here, dropped there.
def consume(things, results):
    results.append(total(things))
    things.clear()


results = []
for start in range(0, 300, 100):
    things = [Thing(n) for n in range(start, start + 100)]
    thread = threading.Thread(target=consume, args=(things, results))
    thread.start()
    thread.join()
del things, thread
print(results, len(gone), sorted(gone) == list(range(300)))


# Made there by threads that are gone, dropped here.
def produce(start, results):
    results.append([Thing(n) for n in range(start, start + 100)])


gone.clear()
results = []
threads = [threading.Thread(target=produce, args=(start, results)) for start in (0, 100, 200)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(total(things) for things in results), len(gone))
del results, threads, thread
print(len(gone), sorted(gone) == list(range(300)))


# Through a queue, while both run.
def work(inbox, outbox):
    while True:
        thing = inbox.get()
        if thing is None:
            return
        thing.friends.append(Thing(-thing.number))
        outbox.put(thing)


gone.clear()
inbox, outbox = queue.Queue(), queue.Queue()
workers = [threading.Thread(target=work, args=(inbox, outbox)) for _ in range(2)]
for worker in workers:
    worker.start()
for number in range(1, 201):
    inbox.put(Thing(number))
seen = 0
for _ in range(200):
    seen += outbox.get().friends[1].number
for worker in workers:
    inbox.put(None)
for worker in workers:
    worker.join()
del worker, workers
gc.collect()
print(seen, len(gone), sorted(gone) == [*range(-200, 0), *range(1, 201)])


# Rings of objects of several threads need the collector.
def tie(thing):
    other = Thing(thing.number + 1)
    other.friends.append(thing)
    thing.friends.append(other)


gone.clear()
rings = [Thing(n) for n in range(0, 40, 2)]
for thing in rings:
    thread = threading.Thread(target=tie, args=(thing,))
    thread.start()
    thread.join()
del rings, thing, thread
gc.collect()
print(len(gone), sorted(gone) == list(range(40)))
