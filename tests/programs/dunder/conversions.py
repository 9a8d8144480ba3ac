class Temperature:
    def __int__(self):
        return 36

    def __float__(self):
        return 36.6

    def __index__(self):
        return 3

    def __bool__(self):
        return False

    def __str__(self):
        return "warm"

    def __repr__(self):
        return "Temperature()"

    def __format__(self, spec):
        return f"<{spec}>"

    def __bytes__(self):
        return b"t"

    def __hash__(self):
        return 7


t = Temperature()
print(int(t), float(t), bool(t), str(t), repr(t), f"{t}", f"{t:x y}", f"{t!r:>15}", bytes(t))
print([10, 20, 30, 40][t], "abcdef"[:t], hex(t), bin(t), list(range(t)), hash(t))
print([t], (t,), {"k": t}, "%s %r" % (t, t), "{} {!r}".format(t, t))


class OnlyRepr:
    def __repr__(self):
        return "only"


print(str(OnlyRepr()), format(OnlyRepr(), ""))


class Bad:
    def __str__(self):
        return 5

    def __len__(self):
        return -1

    def __bool__(self):
        return "no"

    def __index__(self):
        return "x"


for f in (str, len, bool, hex):
    try:
        f(Bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
