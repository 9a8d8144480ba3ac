"""A-06: does a loop end when another thread sets the flag it looks at?

    python3 a06_flag.py [flag=global|attribute|item] [limit=5]

A compiler that reads the flag once, before the loop, would never see it change. The main
thread sets the flag after 20 ms; the loop is given up after `limit` seconds.
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


class Holder:
    def __init__(self):
        self.done = False


done = False
holder = Holder()
items = [False]


def wait_global(limit, ends):
    while not done:
        if time.perf_counter() > limit:
            return
    ends.append(time.perf_counter())


def wait_attribute(limit, ends):
    while not holder.done:
        if time.perf_counter() > limit:
            return
    ends.append(time.perf_counter())


def wait_item(limit, ends):
    while not items[0]:
        if time.perf_counter() > limit:
            return
    ends.append(time.perf_counter())


def main():
    global done
    kind = option("flag", "global")
    targets = {"global": wait_global, "attribute": wait_attribute, "item": wait_item}
    limit = time.perf_counter() + option("limit", 5.0)
    ends = []
    thread = threading.Thread(target=targets[kind], args=(limit, ends))
    thread.start()
    time.sleep(0.02)
    start = time.perf_counter()
    if kind == "global":
        done = True
    elif kind == "attribute":
        holder.done = True
    else:
        items[0] = True
    thread.join()
    if ends:
        print(f"seen after: {max(0.0, ends[0] - start) * 1e6:.2f} us")
        print("check: ok")
    else:
        print("check: hang the loop never saw the flag")


if __name__ == "__main__":
    main()
