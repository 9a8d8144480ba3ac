"""X-05: how long does it take to wake who waits for a message?

    python3 x05_wake.py [between=threads|interpreters|processes] [n=2000]

One side sends a number, the other one waits for it and sends it back: two messages and
two waits for each round. Threads use `queue.Queue`, interpreters the queue of
`concurrent.interpreters`, processes a pipe.
"""
import multiprocessing
import queue
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def echo(there, back):
    while True:
        message = there.get()
        back.put(message)
        if message is None:
            return


def echo_pipe(end):
    while True:
        message = end.recv()
        end.send(message)
        if message is None:
            return


class Threads:
    def __init__(self):
        self.there = queue.Queue()
        self.back = queue.Queue()
        self.unit = threading.Thread(target=echo, args=(self.there, self.back))
        self.unit.start()

    def round(self, message):
        self.there.put(message)
        return self.back.get()


class Interpreters(Threads):
    def __init__(self):
        # Pythons before 3.14 do not have it.
        from concurrent import interpreters
        self.there = interpreters.create_queue()
        self.back = interpreters.create_queue()
        self.unit = interpreters.create().call_in_thread(echo, self.there, self.back)


class Processes:
    def __init__(self):
        self.end, other = multiprocessing.Pipe()
        self.unit = multiprocessing.Process(target=echo_pipe, args=(other,))
        self.unit.start()

    def round(self, message):
        self.end.send(message)
        return self.end.recv()


def percentile(sorted_values, fraction):
    return sorted_values[int(fraction * (len(sorted_values) - 1))]


def main():
    between = option("between", "threads")
    n = option("n", 2000)
    pair = {"threads": Threads, "interpreters": Interpreters, "processes": Processes}[between]()
    # The first round waits for the other side to be there.
    answers = [pair.round(-1)]
    times = []
    for number in range(n):
        start = time.perf_counter()
        answers.append(pair.round(number))
        times.append(time.perf_counter() - start)
    pair.round(None)
    pair.unit.join()
    rate = n / sum(times)
    times.sort()
    print(f"round: {percentile(times, 0.5) * 1e6:.2f} us")
    print(f"p99: {percentile(times, 0.99) * 1e6:.2f} us")
    print(f"rate: {rate:.1f} /s")
    if answers == list(range(-1, n)):
        print("check: ok")
    else:
        print("check: wrong answers came back")


if __name__ == "__main__":
    main()
