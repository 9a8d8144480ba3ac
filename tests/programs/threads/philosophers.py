# threads: yes
import threading

N, MEALS = 5, 30
forks = [threading.Lock() for _ in range(N)]
eaten = [0] * N


def dine(i):
    first, second = sorted((i, (i + 1) % N))
    for _ in range(MEALS):
        with forks[first]:
            with forks[second]:
                eaten[i] += 1


threads = [threading.Thread(target=dine, args=(i,)) for i in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(eaten, any(f.locked() for f in forks))
