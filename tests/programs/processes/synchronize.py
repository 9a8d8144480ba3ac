# threads: yes
from multiprocessing import Event, Lock, Process, Queue, Value


def add(value, n):
    for _ in range(n):
        with value.get_lock():
            value.value += 1


def add_locked(lock, value, n):
    for _ in range(n):
        with lock:
            value.value = value.value + 1


def wait(event, queue):
    queue.put("waiting")
    queue.put(event.wait(60))


if __name__ == "__main__":
    for target, args in ((add, ()), (add_locked, (Lock(),))):
        value = Value("i", 0)
        processes = [Process(target=target, args=(*args, value, 25)) for _ in range(3)]
        for p in processes:
            p.start()
        for p in processes:
            p.join()
        print(value.value)
    event, queue = Event(), Queue()
    p = Process(target=wait, args=(event, queue))
    p.start()
    print(queue.get(), event.is_set())
    event.set()
    print(queue.get())
    p.join()
    print(event.is_set(), p.exitcode)
