class Grid:
    def __init__(self):
        self.cells = {}

    def __getitem__(self, key):
        return key if isinstance(key, slice) else self.cells.get(key, ".")

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __delitem__(self, key):
        del self.cells[key]

    def __len__(self):
        return len(self.cells)

    def __contains__(self, key):
        return key in self.cells

    def __iter__(self):
        return iter(sorted(self.cells))

    def __reversed__(self):
        return reversed(sorted(self.cells))


g = Grid()
g[1, 2] = "a"
g[0, 5] = "b"
print(g[1, 2], g[9, 9], len(g), (0, 5) in g, list(g), list(reversed(g)))
del g[0, 5]
print(len(g), g[1:2], g[::3], g[...], g[1, 2, 3])


class Sequence:
    def __getitem__(self, index):
        if index >= 4:
            raise IndexError(index)
        return index * index


s = Sequence()
print(list(s), 9 in s, 7 in s, [x for x in s], max(s))


class Missing(dict):
    def __missing__(self, key):
        return f"no {key}"


m = Missing(a=1)
print(m["a"], m["b"], m.get("b"), "b" in m)
number, key = 5, "a"
for thing in (lambda: number[0], lambda: g.cells["zz"], lambda: [1][key], lambda: len(5),
              lambda: iter(5), lambda: 1 in 5, lambda: (1, 2)[2], lambda: reversed({1})):
    try:
        thing()
    except (TypeError, KeyError, IndexError) as error:
        print(type(error).__name__, error)
