"""R-04: how soon is the first count lost?

    python3 r04_how_soon.py [threads=2] [batch=2000] [batches=200]

Small batches of increments and decrements, and a look at the count after each batch.
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
    truth = sys.getrefcount(SHARED)
    first = 0
    for number in range(batches):
        barrier.wait()
        barrier.wait()
        if first == 0 and sys.getrefcount(SHARED) != truth:
            first = number + 1
    barrier.wait()
    for worker in workers:
        worker.join()
    if first == 0:
        print(f"pairs without a fault: {batches * batch * threads} pairs")
        print("check: ok")
    else:
        print(f"pairs to the first fault: {first * batch * threads} pairs")
        print(f"check: fault the count was wrong after batch {first}")


if __name__ == "__main__":
    main()
