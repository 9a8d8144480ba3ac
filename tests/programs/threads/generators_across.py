# threads: yes
import threading


def numbers():
    for i in range(100):
        yield i


g = numbers()
lock = threading.Lock()
got = []


def pull():
    while True:
        with lock:
            n = next(g, None)
            if n is None:
                return
            got.append(n)


threads = [threading.Thread(target=pull) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(got == list(range(100)))


class Shared:
    def __init__(self):
        self.value = 0
        self.lock = threading.Lock()

    def bump(self):
        with self.lock:
            old = self.value
            self.value = old + 1
            return old


s = Shared()
out = []
threads = [threading.Thread(target=lambda: out.extend([s.bump() for _ in range(200)])) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(s.value, sorted(out) == list(range(800)))
