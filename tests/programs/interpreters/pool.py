# threads: yes
# out: by hand
import sys
from concurrent.futures import BrokenExecutor, InterpreterPoolExecutor, as_completed
from concurrent import interpreters


def square(x):
    return x * x


def where():
    return interpreters.get_current().id


def fail(x):
    raise ValueError("no", x)


with InterpreterPoolExecutor(max_workers=2) as pool:
    print(list(pool.map(square, range(8))))
    print(sorted(future.result() for future in as_completed([pool.submit(square, n) for n in range(4)])))
    print(pool.submit(pow, 2, 10).result(), pool.submit(int, "ff", base=16).result())
    print(pool.submit(where).result() != interpreters.get_current().id)
    future = pool.submit(fail, 3)
    error = future.exception()
    print(type(error) is ValueError, error.args)
    cause = error.__cause__
    print(type(cause).__name__, cause.excinfo.formatted)
    print(cause.excinfo.errdisplay.splitlines()[0], "fail" in cause.excinfo.errdisplay)
    print(type(pool.submit(iter, []).exception()).__name__)
print(interpreters.list_all())


# Each worker has globals of its own.
def begin(start):
    global total
    total = start


def add(x):
    global total
    total += x
    return total


with InterpreterPoolExecutor(1, initializer=begin, initargs=(100,)) as pool:
    print([pool.submit(add, n).result() for n in (1, 2, 3)])
print("total" in globals())


class Unknown(Exception):
    def __init__(self, lock):
        super().__init__("with a lock")
        self.lock = lock


def fail_oddly():
    import threading
    raise Unknown(threading.Lock())


with InterpreterPoolExecutor(1) as pool:
    # The exception cannot travel, what it says can.
    error = pool.submit(fail_oddly).exception()
    print(type(error).__name__, error.excinfo.formatted)

sys.stderr = None
with InterpreterPoolExecutor(1, initializer=fail, initargs=(1,)) as pool:
    try:
        pool.submit(square, 2).result()
    except BrokenExecutor as broken:
        print(type(broken).__name__)
sys.stderr = sys.__stderr__

try:
    InterpreterPoolExecutor(0)
except ValueError as error:
    print(error)

# Left open: the end of the program shuts it down.
pool = InterpreterPoolExecutor(2)
print(pool.submit(square, 5).result())
