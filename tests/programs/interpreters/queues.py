# threads: yes
# out: by hand
import queue
import threading
import time
from concurrent import interpreters
from concurrent.interpreters import QueueEmpty, QueueError, QueueFull


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error).__name__


there, back = interpreters.create_queue(), interpreters.create_queue(2)
print(there.maxsize, back.maxsize, there.id != back.id, repr(there) == f"Queue({there.id})")
print(there.empty(), there.full(), there.qsize())

one = interpreters.create()
one.prepare_main(there=there, back=back)
one.exec("print(there.maxsize, back.maxsize, there == back)")

for item in (1, "two", [3.0, {"four": (5,)}], None, back):
    there.put(item)
print(there.qsize())
one.exec("""
    items = []
    while not there.empty():
        items.append(there.get())
    print(items[:4], items[4] == back)
    """)

# Bounds and times.
back.put("a")
back.put_nowait("b")
print(back.full(), attempt(back.put_nowait, "c"), attempt(back.put, "c", False), attempt(back.put, "c", timeout=0.01))
print(back.get(), back.get_nowait(), attempt(back.get_nowait), attempt(back.get, False), attempt(back.get, timeout=0))
print(attempt(back.get, timeout=-1), attempt(back.put, 1, timeout=-1), attempt(back.get, timeout="soon"))
start = time.monotonic()
print(attempt(back.get, timeout=0.05), time.monotonic() - start >= 0.05)
print(issubclass(QueueEmpty, queue.Empty), issubclass(QueueFull, queue.Full), issubclass(QueueEmpty, QueueError))

# Echo: each side waits for the other one.
one.exec("def echo():\n    while (item := there.get()) is not None:\n        back.put(item * 2)\n")


def serve():
    echo()


thread = one.call_in_thread(serve)
for number in range(200):
    there.put(number)
    assert back.get() == number * 2
there.put(None)
thread.join()
print("echoed")

# Many at both ends: nothing is lost, nothing comes twice.
def produce(out, first, count):
    for number in range(first, first + count):
        out.put(number)


def consume(source, count):
    return sum(source.get() for _ in range(count))


narrow = interpreters.create_queue(3)
sums = []
workers = []
for worker in range(2):
    maker, taker = interpreters.create(), interpreters.create()
    workers.append(threading.Thread(target=maker.call, args=(produce, narrow, worker * 500, 500)))
    workers.append(threading.Thread(target=lambda taker=taker: sums.append(taker.call(consume, narrow, 500))))
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(sum(sums) == sum(range(1000)), narrow.qsize())

# A queue lives as long as somebody can reach it, also inside another queue.
outer = interpreters.create_queue()
inner = interpreters.create_queue()
inner.put("still here")
outer.put({"queue": inner})
del inner
print(outer.get()["queue"].get())

# What is in a queue is a copy, and stays when its interpreter has gone.
one.exec("there.put([1, 2])")
one.close()
print(there.get())
