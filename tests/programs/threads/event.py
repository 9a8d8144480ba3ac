# threads: yes
import threading

ready, go, done = threading.Event(), threading.Event(), threading.Event()
log = []


def worker():
    log.append("worker up")
    ready.set()
    go.wait()
    log.append("worker goes")
    done.set()


t = threading.Thread(target=worker)
t.start()
print(ready.wait(10), go.is_set())
log.append("main says go")
go.set()
print(done.wait(10), log)
t.join()
e = threading.Event()
print(e.wait(0.01), e.wait(0), e.is_set())
e.set()
e.set()
print(e.wait(0), e.wait(), e.is_set())
e.clear()
print(e.is_set())
start = threading.Event()
ran = []
lock = threading.Lock()


def runner(n):
    start.wait()
    with lock:
        ran.append(n)


threads = [threading.Thread(target=runner, args=(i,)) for i in range(6)]
for t in threads:
    t.start()
print(ran)
start.set()
for t in threads:
    t.join()
print(sorted(ran))
