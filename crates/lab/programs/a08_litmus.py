"""A-08: which outcomes can two threads see, and are they all allowed?

    python3 a08_litmus.py [kind=list|dict|set] [ms=200] [batch=500]

Small races of two threads on one object, run again and again from the same start. Every
outcome is counted, and compared with what CPython's documentation of thread safety
allows: each operation one step, in some order. Any other outcome is forbidden.
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


# How often a thread looks whether the other one has come as far; behind a GIL it cannot come at all meanwhile.
PATIENCE = 40


class Race:
    """Two operations, what they start from, and the outcomes that are allowed."""

    def __init__(self, name, start, left, right, allowed):
        self.name = name
        self.start = start
        self.left = left
        self.right = right
        self.allowed = allowed


def attempt(operation, thing):
    """What an operation answers, or the name of its error."""
    try:
        return operation(thing)
    except (IndexError, KeyError, RuntimeError, ValueError) as error:
        return type(error).__name__


# Lists

def append_1(items):
    items.append(1)


def append_2(items):
    items.append(2)


def pop_last(items):
    return items.pop()


def extend_ab(items):
    items.extend(("a", "b"))


def extend_cd(items):
    items.extend(("c", "d"))


def copy_list(items):
    return tuple(items[:])


def reverse(items):
    items.reverse()


def put_9(items):
    items[0] = 9


def get_first(items):
    return items[0]


LIST_RACES = [
    Race("append | append", [], append_1, append_2,
         ["None None [1, 2]", "None None [2, 1]"]),
    Race("append | pop", [5], append_1, pop_last,
         ["None 1 [5]", "None 5 [1]"]),
    Race("pop | pop", [5], pop_last, pop_last,
         ["5 IndexError []", "IndexError 5 []"]),
    Race("extend | extend", [], extend_ab, extend_cd,
         ["None None ['a', 'b', 'c', 'd']", "None None ['c', 'd', 'a', 'b']"]),
    Race("extend | copy", [], extend_ab, copy_list,
         ["None () ['a', 'b']", "None ('a', 'b') ['a', 'b']"]),
    Race("reverse | copy", [1, 2, 3], reverse, copy_list,
         ["None (1, 2, 3) [3, 2, 1]", "None (3, 2, 1) [3, 2, 1]"]),
    Race("store | load", [5], put_9, get_first,
         ["None 5 [9]", "None 9 [9]"]),
]


# Dicts

def store_1(table):
    table["k"] = 1


def store_2(table):
    table["k"] = 2


def pop_key(table):
    return table.pop("k", "missing")


def setdefault_1(table):
    return table.setdefault("k", 1)


def setdefault_2(table):
    return table.setdefault("k", 2)


def get_key(table):
    return table.get("k", "missing")


def update_xy(table):
    table.update({"x": 1, "y": 1})


def store_z(table):
    table["z"] = 2


def keys(table):
    return tuple(sorted(list(table)))


def pop_item(table):
    return table.popitem()


DICT_RACES = [
    Race("store | store", {}, store_1, store_2,
         ["None None {'k': 1}", "None None {'k': 2}"]),
    Race("pop | pop", {"k": 5}, pop_key, pop_key,
         ["5 missing {}", "missing 5 {}"]),
    Race("setdefault | setdefault", {}, setdefault_1, setdefault_2,
         ["1 1 {'k': 1}", "2 2 {'k': 2}"]),
    Race("store | get", {}, store_1, get_key,
         ["None 1 {'k': 1}", "None missing {'k': 1}"]),
    Race("store | keys", {"k": 0}, store_z, keys,
         ["None ('k',) {'k': 0, 'z': 2}", "None ('k', 'z') {'k': 0, 'z': 2}"]),
    Race("update | store", {}, update_xy, store_z,
         ["None None {'x': 1, 'y': 1, 'z': 2}", "None None {'z': 2, 'x': 1, 'y': 1}",
          # An update by a dict stores key after key: another thread may come between.
          "None None {'x': 1, 'z': 2, 'y': 1}"]),
    Race("popitem | popitem", {"k": 5}, pop_item, pop_item,
         ["('k', 5) KeyError {}", "KeyError ('k', 5) {}"]),
]


# Sets

def add_1(items):
    items.add(1)


def add_2(items):
    items.add(2)


def remove_1(items):
    return items.remove(1)


def pop_any(items):
    return items.pop()


def has_1(items):
    return 1 in items


def discard_1(items):
    items.discard(1)


def sorted_copy(items):
    return tuple(sorted(items.copy()))


SET_RACES = [
    Race("add | add", set(), add_1, add_2, ["None None {1, 2}"]),
    Race("add | same add", set(), add_1, add_1, ["None None {1}"]),
    Race("remove | remove", {1}, remove_1, remove_1,
         ["None KeyError set()", "KeyError None set()"]),
    Race("pop | pop", {1}, pop_any, pop_any, ["1 KeyError set()", "KeyError 1 set()"]),
    Race("discard | in", {1}, discard_1, has_1, ["None True set()", "None False set()"]),
    Race("add | copy", {1}, add_2, sorted_copy,
         ["None (1,) {1, 2}", "None (1, 2) {1, 2}"]),
]


def work(operation, things, results, mine, other, barrier):
    """Does the operation on each thing, at about the time when the other thread does its own."""
    barrier.wait()
    index = 0
    for thing in things:
        mine[0] = index
        spins = 0
        while other[0] < index and spins < PATIENCE:
            spins += 1
        results.append(attempt(operation, thing))
        index += 1


def text(thing):
    """The thing as it is compared; a set has no order of its own."""
    if isinstance(thing, set) and thing:
        return "{" + ", ".join(sorted(repr(item) for item in thing)) + "}"
    return repr(thing)


def run(race, batch, outcomes):
    """The race on many objects, one after the other, both threads at about the same one."""
    things = [race.start.copy() for _ in range(batch)]
    left = []
    right = []
    at_left = [0]
    at_right = [0]
    barrier = threading.Barrier(2)
    arguments = (race.right, things, right, at_right, at_left, barrier)
    other = threading.Thread(target=work, args=arguments)
    other.start()
    work(race.left, things, left, at_left, at_right, barrier)
    other.join()
    for one, two, thing in zip(left, right, things):
        outcome = f"{one} {two} {text(thing)}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1


def main():
    sys.setswitchinterval(option("interval", 0.005))
    kind = option("kind", "list")
    seconds = option("ms", 200) / 1e3
    batch = option("batch", 500)
    races = {"list": LIST_RACES, "dict": DICT_RACES, "set": SET_RACES}[kind]
    runs = 0
    seen = 0
    possible = 0
    forbidden = []
    for race in races:
        outcomes = {}
        end = time.perf_counter() + seconds / len(races)
        while time.perf_counter() < end:
            run(race, batch, outcomes)
            runs += batch
        for outcome in sorted(outcomes):
            print(f"{race.name} gave {outcome}, times {outcomes[outcome]}")
            if outcome in race.allowed:
                seen += 1
            else:
                forbidden.append(f"{race.name} gave {outcome}")
        possible += len(race.allowed)
    print(f"forbidden: {len(forbidden)} outcomes")
    print(f"seen: {seen} outcomes")
    print(f"allowed: {possible} outcomes")
    print(f"runs: {runs} runs")
    if forbidden:
        print("check: wrong " + "; ".join(forbidden))
    else:
        print("check: ok")


if __name__ == "__main__":
    main()
