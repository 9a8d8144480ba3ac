# threads: yes
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def die():
    os._exit(1)


def fine():
    return "fine"


if __name__ == "__main__":
    executor = ProcessPoolExecutor(1)
    print(executor.submit(fine).result())
    try:
        executor.submit(die).result()
    except BrokenProcessPool:
        print("the pool is broken")
    try:
        executor.submit(fine)
    except BrokenProcessPool:
        print("and stays broken")
    executor.shutdown()
    with ProcessPoolExecutor(1) as executor:
        print(executor.submit(fine).result())
