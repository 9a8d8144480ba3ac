"""G-03: how much memory does one more thread take, one more interpreter, one more process?

    python3 g03_units.py [unit=thread|interpreter|process] [n=8]

Starts n of them that do nothing and stay, and divides what was added by n. For a process
it is its share of memory: pages that it has in common with others count in parts.
"""
import multiprocessing
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def from_proc(path, name):
    """A number of KiB from a file of the system's."""
    with open(path) as file:
        for line in file:
            if line.startswith(name):
                return int(line.split()[1])
    return 0


def resident():
    return from_proc("/proc/self/status", "VmRSS:")


def threads(n):
    leave = threading.Event()
    before = resident()
    units = [threading.Thread(target=leave.wait) for _ in range(n)]
    for unit in units:
        unit.start()
    time.sleep(0.02)
    grown = resident() - before
    leave.set()
    for unit in units:
        unit.join()
    return grown


def interpreters(n):
    import concurrent.interpreters
    before = resident()
    units = [concurrent.interpreters.create() for _ in range(n)]
    for unit in units:
        unit.exec("x = 1")
    grown = resident() - before
    for unit in units:
        unit.close()
    return grown


def stay(ready, leave):
    ready.put(1)
    leave.get()


def processes(n):
    ready = multiprocessing.Queue()
    leave = multiprocessing.Queue()
    units = []
    for _ in range(n):
        units.append(multiprocessing.Process(target=stay, args=(ready, leave), daemon=True))
    for unit in units:
        unit.start()
    for _ in units:
        ready.get()
    grown = 0
    for unit in units:
        grown += from_proc(f"/proc/{unit.pid}/smaps_rollup", "Pss:")
    for _ in units:
        leave.put(1)
    for unit in units:
        unit.join()
    return grown


def main():
    unit = option("unit", "thread")
    n = option("n", 8)
    measure = {"thread": threads, "interpreter": interpreters, "process": processes}[unit]
    try:
        # Once for what the first of them brings along.
        measure(1)
        grown = measure(n)
    except (ImportError, OSError) as error:
        print(f"unavailable: {error}")
        return
    print(f"memory: {grown / n:.2f} KiB")


if __name__ == "__main__":
    main()
