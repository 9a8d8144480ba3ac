# threads: yes
from concurrent.futures import ThreadPoolExecutor, CancelledError, TimeoutError, as_completed, wait
import threading


def square(x):
    return x * x


def fail(x):
    raise ValueError(x)


with ThreadPoolExecutor(max_workers=3) as executor:
    f = executor.submit(square, 7)
    print(f.result(), f.done(), f.cancelled(), f.running(), f.exception())
    print(list(executor.map(square, range(8))), list(executor.map(pow, [2, 3], [5, 2])))
    futures = {executor.submit(square, n): n for n in range(5)}
    print(sorted((futures[f], f.result()) for f in as_completed(futures)))
    f = executor.submit(fail, "bad")
    try:
        f.result()
    except ValueError as error:
        print("raised", error, f.exception() is error)
    results = executor.map(fail, [1])
    try:
        next(results)
    except ValueError as error:
        print("from map", error)
    done, left = wait([executor.submit(square, n) for n in range(4)])
    print(sorted(f.result() for f in done), left)
try:
    executor.submit(square, 1)
except RuntimeError as error:
    print(error)
gate = threading.Event()
with ThreadPoolExecutor(1) as executor:
    running = executor.submit(gate.wait)
    waiting = executor.submit(square, 1)
    try:
        running.result(timeout=0.01)
    except TimeoutError:
        print("timeout")
    print(waiting.cancel(), waiting.cancelled(), waiting.cancel())
    gate.set()
    print(running.result(), running.cancel())
    try:
        waiting.result()
    except CancelledError:
        print("cancelled")
try:
    ThreadPoolExecutor(0)
except ValueError as error:
    print(error)
