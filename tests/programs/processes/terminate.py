# threads: yes
import time
from multiprocessing import Process


def sleep_long():
    time.sleep(60)


if __name__ == "__main__":
    p = Process(target=sleep_long)
    p.start()
    print(p.is_alive(), p.exitcode)
    p.join(0.05)
    print(p.is_alive())
    p.terminate()
    p.join()
    print(p.is_alive(), p.exitcode)
    p = Process(target=sleep_long)
    p.start()
    p.kill()
    p.join()
    print(p.exitcode)
