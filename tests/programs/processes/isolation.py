# threads: yes
import os
from multiprocessing import Process, Queue

value = "parent"
shared = [1]


def change(queue, items):
    global value
    value = "child"
    items.append(99)
    shared.append(2)
    queue.put((value, items, shared, os.getpid()))


if __name__ == "__main__":
    queue, items = Queue(), [0]
    p = Process(target=change, args=(queue, items))
    p.start()
    got = queue.get()
    p.join()
    print(got[:3], got[3] == p.pid, got[3] != os.getpid())
    print(value, items, shared)
    q = Queue(2)
    q.put({"a": [1, (2, None)]})
    q.put(-(2 ** 100))
    print(q.get(), q.get(timeout=10))
    q.close()
    q.join_thread()
