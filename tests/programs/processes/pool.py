# threads: yes
from multiprocessing import Pool, TimeoutError


def square(x):
    return x * x


def add(a, b=10):
    return a + b


def picky(x):
    if x == 3:
        raise ValueError(f"no {x}")
    return x


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(square, range(10)), pool.map(square, []), pool.map(square, [3], chunksize=5))
        print(pool.starmap(add, [(1, 2), (3, 4), (5,)]), pool.apply(add, (1,), {"b": 5}))
        print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(5), chunksize=2)))
        result = pool.apply_async(fib, (15,))
        print(result.get(timeout=60), result.ready(), result.successful())
        try:
            pool.map(picky, range(5))
        except ValueError as error:
            print("ValueError", error)
        failed = pool.apply_async(picky, (3,))
        failed.wait()
        print(failed.successful())
        print(pool.map_async(square, [1, 2, 3]).get(60))
    pool = Pool(2)
    print(pool.map(fib, [10, 11, 12]))
    pool.close()
    pool.join()
    try:
        pool.map(square, [1])
    except ValueError as error:
        print(error)
