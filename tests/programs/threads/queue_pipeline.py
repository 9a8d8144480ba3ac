# threads: yes
import queue
import threading

numbers, squares = queue.Queue(maxsize=4), queue.Queue()


def square():
    while (n := numbers.get()) is not None:
        squares.put(n * n)
        numbers.task_done()
    numbers.task_done()


workers = [threading.Thread(target=square) for _ in range(3)]
for w in workers:
    w.start()
for n in range(100):
    numbers.put(n)
for _ in workers:
    numbers.put(None)
numbers.join()
for w in workers:
    w.join()
got = [squares.get() for _ in range(100)]
print(sorted(got) == [n * n for n in range(100)], squares.empty(), numbers.qsize())
q = queue.Queue(2)
q.put("a")
q.put_nowait("b")
print(q.full(), q.qsize())
for bad in (lambda: q.put("c", False), lambda: q.put("c", timeout=0.01), lambda: queue.Queue().get_nowait(),
            lambda: queue.Queue().get(timeout=0.01)):
    try:
        bad()
    except (queue.Full, queue.Empty, ValueError) as error:
        print(type(error).__name__, error)
print(q.get(), q.get(), q.empty())
lifo, prio, simple = queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()
for x in (3, 1, 2):
    lifo.put(x)
    prio.put((x, str(x)))
    simple.put(x)
print([lifo.get() for _ in "abc"], [prio.get() for _ in "abc"], [simple.get() for _ in "abc"], simple.empty())
try:
    queue.Queue().task_done()
except ValueError as error:
    print(error)
