# argv: n=400
# timed: yes
"""Coroutines from generators: values sent down a pipeline, and tasks under a scheduler.

    python3 coroutines.py [n=70000]

`n` is the number of values. Sources: M. Conway, "Design of a separable transition-diagram compiler", 1963 (the
pipeline); PEP 342 (generators that take values, and a trampoline).
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def primed(function):
    """A coroutine that has run to its first `yield`."""

    def start(*args):
        coroutine = function(*args)
        next(coroutine)
        return coroutine

    return start


@primed
def squash(target):
    """Conway's filter: two asterisks in a row become a caret."""
    while True:
        letter = yield
        if letter == "*":
            following = yield
            if following == "*":
                target.send("^")
                continue
            target.send(letter)
            letter = following
        target.send(letter)


@primed
def split(width, target):
    """Puts letters together to lines of a width."""
    line = ""
    try:
        while True:
            line += yield
            if len(line) == width:
                target.send(line)
                line = ""
    except GeneratorExit:
        target.send(line)
        target.close()


@primed
def weigh(lines):
    """Keeps the number of lines and a weight of them in a list."""
    try:
        while True:
            line = yield
            lines[0] += 1
            for letter in line:
                lines[1] = (lines[1] * 31 + ord(letter)) % 1000003
    finally:
        lines.append("closed")


def pipeline(n):
    lines = [0, 0]
    lower = split(20, weigh(lines))
    upper = squash(lower)
    for i in range(n):
        upper.send("a*b**c***d"[i % 10])
    upper.close()
    lower.close()
    return lines


class Scheduler:
    """Runs tasks in turn. A task yields a channel to wait for what comes through it, or None to let others run."""

    def __init__(self):
        self.ready = []
        self.steps = 0

    def spawn(self, task):
        self.ready.append((task, None))

    def run(self):
        while self.ready:
            turn = self.ready
            self.ready = []
            for task, value in turn:
                self.steps += 1
                try:
                    wanted = task.send(value)
                except StopIteration:
                    continue
                if wanted is None:
                    self.ready.append((task, None))
                else:
                    wanted.take(self, task)


class Channel:
    def __init__(self):
        self.values = []
        self.waiting = []

    def put(self, scheduler, value):
        if self.waiting:
            scheduler.ready.append((self.waiting.pop(0), value))
        else:
            self.values.append(value)

    def take(self, scheduler, task):
        if self.values:
            scheduler.ready.append((task, self.values.pop(0)))
        else:
            self.waiting.append(task)


def received(channel):
    """What comes through a channel, as the result of a coroutine that is waited for by `yield from`."""
    value = yield channel
    return value


def producer(scheduler, channel, n):
    for number in range(2, n):
        channel.put(scheduler, number)
        yield
    channel.put(scheduler, None)


def stage(scheduler, source, target, factor):
    while True:
        number = yield from received(source)
        if number is None:
            break
        target.put(scheduler, number * factor % 1009)
    target.put(scheduler, None)


def consumer(source, result):
    while True:
        number = yield from received(source)
        if number is None:
            return
        result[0] = (result[0] * 7 + number) % 1000003


def tasks(n):
    scheduler = Scheduler()
    channels = [Channel() for _ in range(4)]
    result = [0]
    scheduler.spawn(producer(scheduler, channels[0], n))
    for number in range(3):
        scheduler.spawn(stage(scheduler, channels[number], channels[number + 1], number + 2))
    scheduler.spawn(consumer(channels[3], result))
    scheduler.run()
    return scheduler.steps, result[0]


def run(n):
    return f"{pipeline(10 * n)} {tasks(n)}"


def main():
    n = option("n", 70000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
