"""R-04: how soon is the first count lost?

    python3 r04_how_soon.py [threads=2] [batch=2000] [batches=200]

Small batches of increments and decrements, and a look at the count after each batch. A
batch is faulty when the count is another one than after the batch before. When faults
come by chance, the number of batches from one to the next is geometrically distributed,
and so its spread (standard deviation over mean) follows from how many batches are faulty.
"""
import sys
import threading


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


SHARED = ["an object that every thread touches"]


def hammer(batch, batches, barrier):
    shared = SHARED  # A local name, for the reason that R-03 gives.
    barrier.wait()
    for _ in range(batches):
        barrier.wait()
        left = batch
        while left > 0:
            y = shared
            y = None
            left -= 1
        barrier.wait()
    barrier.wait()


def distances(faulty):
    """How many batches from each fault to the next, the first counted from the start."""
    before = [0] + faulty
    return [one - other for one, other in zip(faulty, before)]


def spread(values):
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    return variance ** 0.5 / mean


def main():
    threads = option("threads", 2)
    batch = option("batch", 2000)
    batches = option("batches", 200)
    barrier = threading.Barrier(threads + 1)
    workers = []
    for _ in range(threads):
        workers.append(threading.Thread(target=hammer, args=(batch, batches, barrier)))
    for worker in workers:
        worker.start()
    barrier.wait()
    count = sys.getrefcount(SHARED)
    faulty = []
    for number in range(batches):
        barrier.wait()
        barrier.wait()
        now = sys.getrefcount(SHARED)
        if now != count:
            faulty.append(number + 1)
            count = now
    barrier.wait()
    for worker in workers:
        worker.join()
    pairs = batch * threads
    if not faulty:
        print(f"pairs without a fault: {batches * pairs} pairs")
        print("check: ok")
        return
    print(f"pairs to the first fault: {faulty[0] * pairs} pairs")
    print(f"pairs between faults: {faulty[-1] * pairs / len(faulty):.0f} pairs")
    print(f"faulty batches: {100 * len(faulty) / batches:.2f} %")
    if len(faulty) >= 10:
        print(f"spread: {spread(distances(faulty)):.3f}")
        print(f"spread by chance: {(1 - len(faulty) / batches) ** 0.5:.3f}")
    print(f"check: fault the count was wrong after batch {faulty[0]}")


if __name__ == "__main__":
    main()
