# threads: yes
import threading

limit = threading.Semaphore(3)
lock = threading.Lock()
inside = most = 0


def enter():
    global inside, most
    for _ in range(20):
        with limit:
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1


threads = [threading.Thread(target=enter) for _ in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(inside, 1 <= most <= 3)
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(False), s.acquire(False), s.acquire(timeout=0.01))
s.release(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False))
b = threading.BoundedSemaphore(1)
b.acquire()
b.release()
for bad in (b.release, lambda: threading.Semaphore(-1), lambda: s.release(0), lambda: s.acquire(False, 1)):
    try:
        bad()
    except ValueError as error:
        print(error)
items = threading.Semaphore(0)
box = []


def consumer():
    for _ in range(5):
        items.acquire()
        box.append("got")


t = threading.Thread(target=consumer)
t.start()
for _ in range(5):
    items.release()
t.join()
print(box)
