"""R-07: what does it cost when an object dies on another thread than the one that made it?

    python3 r07_cross_death.py [died=maker|other] [n=2000] [rounds=30]

One thread makes batches of n lists and sends them to another. With `other`, the second
thread drops them; with `maker`, it sends them back and the first drops them. Both arms
send the same number of messages.
"""
import queue
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def peak():
    """The most memory this process ever had, in KiB, where the system tells."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def drop(batch):
    start = time.perf_counter()
    batch.clear()
    return time.perf_counter() - start


def receive(inbox, outbox, here, times):
    """Takes batches, drops what is in them if it is to die here, and sends them back."""
    while True:
        batch = inbox.get()
        if batch is None:
            break
        if here:
            times.append(drop(batch))
        outbox.put(batch)
        batch = None


def main():
    died = option("died", "other")
    n = option("n", 2000)
    rounds = option("rounds", 30)
    inbox = queue.Queue()
    outbox = queue.Queue()
    times = []
    arguments = (inbox, outbox, died == "other", times)
    other = threading.Thread(target=receive, args=arguments)
    other.start()
    start = time.perf_counter()
    for _ in range(rounds):
        batch = [[number] for number in range(n)]
        inbox.put(batch)
        batch = None
        batch = outbox.get()
        if died == "maker":
            times.append(drop(batch))
    work = time.perf_counter() - start
    inbox.put(None)
    other.join()
    times.sort()
    print(f"drop: {times[len(times) // 2] / n * 1e9:.2f} ns")
    print(f"life: {work / rounds / n * 1e9:.2f} ns")
    print(f"peak: {peak()} KiB")


if __name__ == "__main__":
    main()
