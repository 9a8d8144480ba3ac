# threads: yes
import threading
from threading import Thread

out = []
t = Thread(target=out.append, args=("ran",))
print(t.is_alive(), t.ident, t.daemon)
t.start()
t.join()
print(out, t.is_alive(), t.ident is not None)
t.join()
for bad in (t.start, Thread().join):
    try:
        bad()
    except RuntimeError as error:
        print(error)


class Worker(Thread):
    def __init__(self, n):
        super().__init__(name=f"worker-{n}")
        self.n = n

    def run(self):
        self.result = sum(range(self.n)), threading.current_thread() is self


workers = [Worker(n) for n in (10, 100, 1000)]
for w in workers:
    w.start()
for w in workers:
    w.join()
print([w.result for w in workers], [w.name for w in workers])


def kw(a, b=0, *, c):
    out.append((a, b, c))


t = Thread(target=kw, args=(1,), kwargs={"c": 3})
t.start()
t.join()
print(out[-1], threading.active_count(), threading.main_thread() is threading.current_thread())
print(threading.current_thread().name, len(threading.enumerate()), Thread(name="n", daemon=True).daemon)
try:
    threading.current_thread().join()
except RuntimeError as error:
    print(error)
