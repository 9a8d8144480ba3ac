# threads: yes
import threading

barrier = threading.Barrier(4)
lock = threading.Lock()
phases = [[], [], []]
indices = []


def worker(n):
    for phase in phases:
        with lock:
            phase.append(n)
        i = barrier.wait()
        with lock:
            indices.append(i)
            assert len(phase) == 4
        barrier.wait()


threads = [threading.Thread(target=worker, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print([sorted(p) for p in phases], sorted(indices), barrier.n_waiting, barrier.parties, barrier.broken)
actions = []
b = threading.Barrier(2, action=lambda: actions.append("action"))
t = threading.Thread(target=b.wait)
t.start()
b.wait()
t.join()
print(actions)
b = threading.Barrier(2)
try:
    b.wait(timeout=0.01)
except threading.BrokenBarrierError:
    print("timed out", b.broken)
try:
    b.wait()
except threading.BrokenBarrierError:
    print("still broken")
b.reset()
print(b.broken)
broken = []


def waiting():
    try:
        b.wait()
    except threading.BrokenBarrierError:
        broken.append(True)


t = threading.Thread(target=waiting)
t.start()
while b.n_waiting == 0:
    pass
b.abort()
t.join()
print(broken, b.broken)
