"""K-02: five philosophers, five forks: does the GIL save them?

    python3 k02_philosophers.py [arm=circle|ordered] [n=5] [meals=200]

`circle`: everybody takes the left fork first. `ordered`: everybody takes the fork with
the lower number first. A watchdog ends the dinner when nobody can ever eat again.
"""
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


eaten = []
holder = {}
waiting = {}


def take(forks, number, me):
    waiting[me] = number
    forks[number].acquire()
    del waiting[me]
    holder[number] = me


def give_back(forks, number):
    del holder[number]
    forks[number].release()


def philosopher(me, forks, first, second, meals, barrier, in_circle):
    for meal in range(meals):
        take(forks, first, me)
        if in_circle and meal == 0:
            # Everybody holds one fork before anybody asks for a second.
            barrier.wait()
        take(forks, second, me)
        eaten[me] += 1
        give_back(forks, second)
        give_back(forks, first)


def explain(n):
    for me in range(n):
        if me in waiting:
            fork = waiting[me]
            print(f"philosopher {me} waits for fork {fork}, which philosopher {holder.get(fork)} holds.")


def main():
    arm = option("arm", "circle")
    n = option("n", 5)
    meals = option("meals", 200)
    if arm not in ("circle", "ordered"):
        print("arms: circle, ordered")
        sys.exit(2)
    forks = [threading.Lock() for _ in range(n)]
    barrier = threading.Barrier(n)
    threads = []
    for me in range(n):
        eaten.append(0)
        first = me
        second = (me + 1) % n
        if arm == "ordered" and second < first:
            first, second = second, first
        arguments = (me, forks, first, second, meals, barrier, arm == "circle")
        threads.append(threading.Thread(target=philosopher, args=arguments, daemon=True))
    start = time.perf_counter()
    for thread in threads:
        thread.start()

    # The watchdog: this thread.
    last = -1
    still = 0
    while sum(eaten) < n * meals:
        time.sleep(0.002)
        if sum(eaten) == last:
            still += 1
        else:
            still = 0
        last = sum(eaten)
        if still >= 10 and len(waiting) == n and len(holder) == n:
            explain(n)
            print(f"meals: {sum(eaten)}")
            print("check: hang every philosopher holds one fork and waits for the next")
            return
    print(f"work: {time.perf_counter() - start:.6f} s")
    print(f"meals: {sum(eaten)}")
    print("check: ok")


if __name__ == "__main__":
    main()
