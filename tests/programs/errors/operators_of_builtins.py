# What built-in objects refuse, and in which words.


class Plain:
    pass


def show(name, action):
    try:
        print(name, action())
    except Exception as error:
        print(name, type(error).__name__, error)


def delete(container, key):
    del container[key]


def update(target, other):
    target |= other
    return target


for container in (3, None, 2.5, len, "text", (1, 2), b"x", range(3), {1}, frozenset(), {}.keys(), show, Plain()):
    for key in (0, "k"):
        show(f"del {type(container).__name__}[{key!r}]:", lambda: delete(container, key))

for left, right in (({}, "ab"), (None, [1]), (2.5, (1,)), ("a", "b"), ([1], {}), (True, "x"), (b"a", 1.0), ("a", 1 << 70)):
    show(f"{left!r} * {right!r}:", lambda: left * right)
    show(f"{right!r} * {left!r}:", lambda: right * left)

for other in ([("a", 1), ["b", 2]], {"c": 3}, "ab", 5, [(1, 2, 3)], ["xy"], None):
    show(f"|= {other!r}:", lambda: update({"z": 0}, other))
show("{} | []:", lambda: {} | [])
