# threads: yes
# A copy of a container is what it held at one moment, whatever other threads store meanwhile.
import threading

ROUNDS = 3000
SIZE = 40


def run(change, copies):
    done = []

    def work():
        while not done:
            change()

    thread = threading.Thread(target=work)
    thread.start()
    faults = set()
    try:
        for _ in range(ROUNDS):
            for name, copy in copies.items():
                try:
                    # Each step of the writer adds or takes away an even number.
                    if len(copy()) % 2:
                        faults.add(f"{name} saw half a step")
                except RuntimeError as error:
                    faults.add(f"{name}: {error}")
    finally:
        done.append(True)
        thread.join()
    return sorted(faults) or "every copy was whole"


table = {n: str(n) for n in range(SIZE)}
more = {"x": "aa", "y": "bb"}


def change_dict():
    table.update(more)
    table.clear()
    table.update({n: str(n) for n in range(SIZE)})


print("dict:", run(change_dict, {
    "list": lambda: list(table),
    "tuple": lambda: tuple(table),
    "set": lambda: set(table),
    "frozenset": lambda: frozenset(table.keys()),
    "sorted": lambda: sorted(table, key=str),
    "dict": lambda: dict(table),
    "copy": lambda: table.copy(),
    "keys": lambda: list(table.keys()),
    "values": lambda: list(table.values()),
    "items": lambda: list(table.items()),
    "star": lambda: [*table],
    "braces": lambda: {*table},
    "join": lambda: "xx".join(table.values()),
}))

group = set(range(SIZE))


def change_set():
    group.update({"x", "y"})
    group.clear()
    group.update(range(SIZE))


print("set:", run(change_set, {
    "list": lambda: list(group),
    "set": lambda: set(group),
    "frozenset": lambda: frozenset(group),
    "copy": lambda: group.copy(),
    "braces": lambda: {*group},
    "union": lambda: group | {1, 2},
}))

row = list(range(SIZE))


def change_list():
    row.extend(("x", "y"))
    del row[:]
    row.extend(range(SIZE))


print("list:", run(change_list, {
    "list": lambda: list(row),
    "tuple": lambda: tuple(row),
    "copy": lambda: row.copy(),
    "slice": lambda: row[:],
    "plus": lambda: row + [1, 2],
    "star": lambda: [*row],
}))
