class Sized:
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size


class Judged:
    def __bool__(self):
        print("judged")
        return False

    def __len__(self):
        return 10


for thing in [0, 1, -1, 0.0, -0.0, 0.1, "", " ", [], [0], (), (0,), {}, {0: 0}, set(), None, True,
              b"", b"0", range(0), range(1), Sized(0), Sized(2), print]:
    print("true" if thing else "false", end=" ")
print()
print(bool(Judged()), not Judged())
print(0 or "default", "" or 0 or None, 1 and 2 and 3, 1 and 0 and 3, [] and 1)
print(1 or 1 / 0, 0 and 1 / 0)
print((False or True) and not False)
print(None or [] or {} or "last")
print(True + True, True * 3, sum([True, False, True]), isinstance(True, int))
print("yes" if Sized(1) and not Judged() else "no")
