a = b = 1
del a
try:
    print(a)
except NameError as error:
    print(error)
print(b)
items = [0, 1, 2, 3, 4, 5]
del items[0], items[-1]
print(items)
del items[1:3]
print(items)
pairs = {"x": 1, "y": 2}
del pairs["x"]
print(pairs)
try:
    del pairs["missing"]
except KeyError as error:
    print("KeyError", error)


def local():
    value = 1
    del value
    try:
        return value
    except UnboundLocalError as error:
        return str(error)


print(local())


class Box:
    pass


box = Box()
box.lid = 1
del box.lid
print(hasattr(box, "lid"))
try:
    del box.lid
except AttributeError as error:
    print(type(error).__name__)
(x, [y, z]) = 1, (2, 3)
del (x, [y]), z
print("x" in globals(), "y" in globals(), "z" in globals())
