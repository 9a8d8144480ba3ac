"""K-01: many locks instead of one: what goes wrong, and what puts it right?

    python3 k01_deadlock.py [arm=opposite|ordered|one_lock|containers] [rounds=2000]

Two threads move money between two accounts, each account with a lock of its own.
`opposite` takes the locks in the order of each transfer, `ordered` always in the same
order, `one_lock` uses a single lock for everything, as the GIL does. `containers` has no
lock of its own: two threads extend two lists by each other, so the interpreter's own
locks, if it has any, are the ones to be taken in opposite order.
A watchdog knows who holds what and who waits for what. When it finds a circle of threads
that wait for each other it explains the circle and ends the program.
"""
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


holder = {}
waiting = {}
progress = [0, 0]


def take(lock, name):
    me = threading.current_thread().name
    waiting[me] = name
    lock.acquire()
    del waiting[me]
    holder[name] = me


def release(lock, name):
    del holder[name]
    lock.release()


def transfer_opposite(me, names, locks, rounds, both_hold_one):
    for number in range(rounds):
        take(locks[names[0]], names[0])
        if number == 0:
            # Both threads hold their first lock before either asks for its second.
            both_hold_one.wait()
        take(locks[names[1]], names[1])
        progress[me] += 1
        release(locks[names[1]], names[1])
        release(locks[names[0]], names[0])


def transfer_ordered(me, names, locks, rounds, both_ready):
    first, second = sorted(names)
    both_ready.wait()
    for _ in range(rounds):
        take(locks[first], first)
        take(locks[second], second)
        progress[me] += 1
        release(locks[second], second)
        release(locks[first], first)


def transfer_one_lock(me, _names, locks, rounds, both_ready):
    both_ready.wait()
    for _ in range(rounds):
        take(locks["bank"], "bank")
        progress[me] += 1
        release(locks["bank"], "bank")


def extend_each_other(me, names, lists, rounds, both_ready):
    mine = lists[names[0]]
    other = lists[names[1]]
    both_ready.wait()
    for _ in range(rounds):
        mine.extend(other)
        del mine[8:]
        progress[me] += 1


def circle():
    """The threads that wait for each other in a circle, or an empty list."""
    for start in list(waiting):
        path = []
        thread = start
        while thread is not None and thread not in path:
            path.append(thread)
            thread = holder.get(waiting.get(thread))
        if thread is not None:
            return path[path.index(thread):]
    return []


def explain(path):
    for thread in path:
        held = [name for name in holder if holder[name] == thread]
        wanted = waiting[thread]
        print(f"{thread} holds {', '.join(held)} and waits for {wanted}, which {holder[wanted]} holds.")
    print("Each waits for the next, so none of them can ever go on.")


def main():
    arm = option("arm", "opposite")
    rounds = option("rounds", 2000)
    targets = {
        "opposite": transfer_opposite,
        "ordered": transfer_ordered,
        "one_lock": transfer_one_lock,
        "containers": extend_each_other,
    }
    if arm not in targets:
        print("arms: opposite, ordered, one_lock, containers")
        sys.exit(2)
    things = {"anna": threading.Lock(), "bert": threading.Lock(), "bank": threading.Lock()}
    if arm == "containers":
        things = {"anna": [1, 2, 3], "bert": [4, 5, 6]}
    barrier = threading.Barrier(2)
    threads = []
    for me in range(2):
        names = ["anna", "bert"]
        if me == 1:
            names = ["bert", "anna"]
        arguments = (me, names, things, rounds, barrier)
        name = "thread " + str(me + 1)
        threads.append(threading.Thread(target=targets[arm], args=arguments, name=name, daemon=True))
    start = time.perf_counter()
    for thread in threads:
        thread.start()

    # The watchdog: this thread.
    last = [-1, -1]
    still = 0
    while threads[0].is_alive() or threads[1].is_alive():
        time.sleep(0.002)
        if progress == last:
            still += 1
        else:
            still = 0
        last = list(progress)
        if still >= 10:
            path = circle()
            if path:
                explain(path)
                print(f"work: {time.perf_counter() - start:.6f} s")
                print("check: hang the watchdog found a circle of waiting threads")
                return
        if still >= 1000:
            print("check: hang nothing moves, and no lock of this program is the reason")
            return
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"transfers: {progress[0] + progress[1]}")
    if progress == [rounds, rounds]:
        print("check: ok")
    else:
        print("check: wrong some transfers are missing")


if __name__ == "__main__":
    main()
