# out: by hand
# threads: yes
# What threads count together so often that the counts are spread over them stays what it is, and goes in the end.
import gc
import sys
import threading


class Noted:
    """Says when it goes."""

    def __del__(self):
        print("a noted object went")


class Settings:
    def __init__(self):
        self.limits = (1, [2, 3], "text")
        self.names = {"one": 1, "two": 2}
        self.noted = Noted()

    def limit(self):
        return self.limits[0] + self.limits[1][1] + self.names["two"]


SETTINGS = Settings()
FROZEN = frozenset(["a", "b", "c"])
KEPT = ("kept",)
sums = []


def reader(settings, counter, key):
    total = 0
    for number in range(counter):
        here = settings
        frozen = FROZEN
        limits = here.limits
        rest = limits[1]
        total += here.limit() + len(rest) + (key in frozen)
        words = [frozen, limits, rest, KEPT, here.names, here.noted]
        if number % 400 == 0:
            words.append(words)
    sums.append(total)


def together(count):
    threads = [threading.Thread(target=reader, args=(SETTINGS, 4000, "a")) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


for count in (1, 2, 3):
    together(count)
print(sums)
print(SETTINGS.limits, sorted(FROZEN), KEPT, SETTINGS.names)
gc.collect()
print(SETTINGS.limits, sorted(FROZEN), KEPT, SETTINGS.names)
# The object with `__del__` was counted as often, but goes with its last reference.
SETTINGS.noted = None
print("gone before this")
# What was spread may go at a collection only.
SETTINGS.noted = Noted()
del SETTINGS
gc.collect()
print("end")
