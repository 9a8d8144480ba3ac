# Indices larger than any sequence, and what bytes may hold.


def show(name, action):
    try:
        print(name, action())
    except Exception as error:
        print(name, type(error).__name__, error)


HUGE = 10 ** 20

for sequence in ((1, 2), [1, 2], "ab", b"ab", bytearray(b"ab"), range(9)):
    for index in (HUGE, -HUGE):
        show(f"{sequence!r}[{index}]:", lambda: sequence[index])
        show(f"{sequence!r}[:{index}]:", lambda: sequence[:index])

for item in (True, False, 97, 256, -1, HUGE, "a", None, b"b", b""):
    show(f"{item!r} in b'ab\\x01':", lambda: item in b"ab\x01")
