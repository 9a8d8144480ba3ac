# threads: yes
import threading

lock = threading.RLock()


def nested(n):
    with lock:
        return 0 if n == 0 else 1 + nested(n - 1)


print(nested(20))
got = []
with lock:
    with lock:
        t = threading.Thread(target=lambda: got.append(lock.acquire(False)))
        t.start()
        t.join()
print(got)
t = threading.Thread(target=lambda: got.append(lock.acquire(False)) or lock.release())
t.start()
t.join()
print(got)
try:
    lock.release()
except RuntimeError as error:
    print(error)
total = [0]


def add():
    for _ in range(500):
        with lock:
            with lock:
                total[0] += 1


threads = [threading.Thread(target=add) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)
