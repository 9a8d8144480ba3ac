# threads: yes
import threading

lock = threading.Lock()
made = []


def grow(depth):
    with lock:
        made.append(depth)
    children = [threading.Thread(target=grow, args=(depth - 1,)) for _ in range(2)] if depth else []
    for c in children:
        c.start()
    for c in children:
        c.join()


grow(4)
print(len(made), [made.count(d) for d in range(5)], threading.active_count())


def parallel_sum(values):
    if len(values) < 4:
        return sum(values)
    half = len(values) // 2
    results = {}
    t = threading.Thread(target=lambda: results.update(left=parallel_sum(values[:half])))
    t.start()
    right = parallel_sum(values[half:])
    t.join()
    return results["left"] + right


print(parallel_sum(list(range(50))))
