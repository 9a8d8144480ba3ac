# out: by hand
# counts: exact
# A bug: the code of each function that came with a task stayed in the worker. (CPython does not send such functions.)
import multiprocessing


def memory(_):
    """Kilobytes of this process that are in memory."""
    with open("/proc/self/status") as status:
        return int([line for line in status if line.startswith("VmRSS")][0].split()[1])


def work(pool, count):
    for _ in range(count):
        pool.apply(lambda text: text + "end", ("a",))
    return pool.apply(memory, (0,))


if __name__ == "__main__":
    with multiprocessing.Pool(1) as pool:
        before = work(pool, 300)
        grown = work(pool, 5000) - before
    # What stayed was 3,500 kilobytes.
    print("nothing stays" if grown < 1500 else f"{grown} kilobytes stay")
