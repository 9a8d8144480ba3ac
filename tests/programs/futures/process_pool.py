# threads: yes
import os
from concurrent.futures import ProcessPoolExecutor, as_completed


def square(x):
    return x * x


def fail(x):
    raise LookupError(f"bad {x}")


def pid():
    return os.getpid()


def work(n):
    return sum(i * i for i in range(n))


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as executor:
        print(executor.submit(square, 9).result(), list(executor.map(square, range(6))))
        print(list(executor.map(pow, [2, 3], [3, 2], chunksize=2)), list(executor.map(work, [10, 100, 1000])))
        print(executor.submit(pid).result() != os.getpid())
        f = executor.submit(fail, 3)
        try:
            f.result()
        except LookupError as error:
            print(type(error).__name__, error)
        print(sorted(f.result() for f in as_completed([executor.submit(square, n) for n in range(5)])))
        print(executor.submit(sorted, [3, 1, 2], reverse=True).result())
    try:
        executor.submit(square, 1)
    except RuntimeError as error:
        print(error)
