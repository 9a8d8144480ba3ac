class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, *args, scale=1):
        return (self.n + sum(args)) * scale


add = Adder(10)
print(add(), add(1, 2), add(1, scale=3), callable(add), list(map(add, [1, 2])))


class Late:
    pass


late = Late()
late.__call__ = lambda: "instance attribute"
try:
    late()
except TypeError as error:
    print(error)
Late.__call__ = lambda self: "class attribute"
print(late())
late.__len__ = lambda: 5
try:
    len(late)
except TypeError as error:
    print(error)


class Chain:
    def __init__(self, path=""):
        self.path = path

    def __getattr__(self, name):
        return Chain(self.path + "/" + name)

    def __call__(self, *args):
        return Chain(self.path + "(" + ",".join(map(str, args)) + ")")

    def __getitem__(self, key):
        return Chain(f"{self.path}[{key}]")


print(Chain().users(5).posts["new"].path)


class Meter:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, value, trace):
        print("exit", kind and kind.__name__, value)
        return kind is ValueError


with Meter() as m:
    print(type(m).__name__)
with Meter():
    raise ValueError("hidden")
print("after")
