# threads: yes
import multiprocessing
import os
import sys


def put_square(queue, n):
    queue.put((n, n * n))


def fail():
    sys.exit(7)


def name(queue):
    queue.put(multiprocessing.current_process().name)


if __name__ == "__main__":
    queue = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=put_square, args=(queue, n)) for n in range(4)]
    print([p.exitcode for p in processes], processes[0].pid, processes[0].is_alive())
    for p in processes:
        p.start()
    print(sorted(queue.get() for _ in processes))
    for p in processes:
        p.join()
    print([p.exitcode for p in processes], processes[0].is_alive(), processes[0].pid != os.getpid())
    p = multiprocessing.Process(target=fail)
    p.start()
    p.join()
    print(p.exitcode)
    p = multiprocessing.Process(target=name, args=(queue,), name="my name")
    p.start()
    print(queue.get(), p.name, multiprocessing.current_process().name)
    p.join()
    print(multiprocessing.active_children(), multiprocessing.cpu_count() >= 1)
