"""A-07: is "if it is not there, put it there" one step?

    python3 a07_check_then_act.py [how=check|setdefault|lock] [threads=2] [n=50000]

For each key, in the same order, every thread puts a value of its own into one dict if
the key is not there yet. A key that two threads found missing was made twice: one of the
values is lost, and somebody holds it.
"""
import sys
import threading


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def check(table, lock, n, mine, start, value):
    made = 0
    start.wait()
    for key in range(n):
        if key not in table:
            table[key] = value
            made += 1
    mine.append(made)


def setdefault(table, lock, n, mine, start, value):
    made = 0
    start.wait()
    for key in range(n):
        if table.setdefault(key, value) is value:
            made += 1
    mine.append(made)


def locked(table, lock, n, mine, start, value):
    made = 0
    start.wait()
    for key in range(n):
        with lock:
            if key not in table:
                table[key] = value
                made += 1
    mine.append(made)


def main():
    sys.setswitchinterval(option("interval", 0.005))
    how = option("how", "check")
    threads = option("threads", 2)
    n = option("n", 50000)
    target = {"check": check, "setdefault": setdefault, "lock": locked}[how]
    table = {}
    lock = threading.Lock()
    mine = []
    start = threading.Barrier(threads)
    workers = []
    for _ in range(threads):
        arguments = (table, lock, n, mine, start, object())
        workers.append(threading.Thread(target=target, args=arguments))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    doubled = sum(mine) - n
    print(f"doubled: {doubled} keys")
    if len(table) == n and (how == "check" or doubled == 0):
        print("check: ok")
    else:
        print(f"check: wrong {len(table)} keys of {n}, {doubled} made twice")


if __name__ == "__main__":
    main()
