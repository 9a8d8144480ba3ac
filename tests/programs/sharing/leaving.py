# threads: yes
# The last reference to an object goes just when the thread that made it is leaving: its `__del__` runs all the same.
import gc
import threading

ROUNDS = 400
gone = []


class Thing:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        gone.append(self.number)


def make(number, box):
    box.append(Thing(number))


for number in range(ROUNDS):
    box = []
    thread = threading.Thread(target=make, args=(number, box))
    thread.start()
    while not box:
        pass
    # Not joined yet: the thread is on its way out, or out.
    box.clear()
    thread.join()
gc.collect()
print(len(gone), sorted(gone) == list(range(ROUNDS)))


# Who was joined has left: what dies then dies at once.
def make_many(number, box):
    box.extend(Thing(number) for _ in range(3))


gone.clear()
missed = 0
for number in range(ROUNDS):
    box = []
    thread = threading.Thread(target=make_many, args=(number, box))
    thread.start()
    thread.join()
    box.clear()
    missed += len(gone) != 3 * (number + 1)
print(missed, len(gone))
