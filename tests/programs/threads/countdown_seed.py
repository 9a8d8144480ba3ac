# threads: yes
from threading import Thread

COUNT = 20000
finished = []


def countdown(n: int) -> None:
    while n > 0:
        n -= 1
    finished.append(n)


countdown(COUNT)
t1 = Thread(target=countdown, args=(COUNT // 2,))
t2 = Thread(target=countdown, args=(COUNT // 2,))
t1.start()
t2.start()
t1.join()
t2.join()
print(finished)
