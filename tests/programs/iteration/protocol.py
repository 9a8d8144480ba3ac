class Count:
    def __init__(self, n):
        self.n = n
        self.i = 0

    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        self.i += 1
        if self.i > self.n:
            raise StopIteration
        return self.i


for x in Count(2):
    print(x)
c = Count(3)
print(next(c), list(c), next(c, "none"))
a, b = Count(2)
print(a, b, sum(Count(4)), max(Count(3)), 2 in Count(3), sorted(Count(3), reverse=True))


class NoNext:
    def __iter__(self):
        return 5


class OldStyle:
    def __getitem__(self, i):
        return [10, 20, 30][i]


print(list(OldStyle()), [*OldStyle()], 20 in OldStyle(), list(zip(OldStyle(), "ab")))
for bad in (lambda: iter(NoNext()), lambda: iter(5), lambda: next(5), lambda: list(None), lambda: zip(1)):
    try:
        bad()
    except TypeError as error:
        print(error)
it = iter([1, 2, 3])
print(next(it), list(it), list(it), iter(it) is it)
values = iter(["a", "b", "stop", "c"])
print(list(iter(lambda: next(values), "stop")), next(values))
items = [1, 2, 3]
it = iter(items)
next(it)
items.append(4)
print(list(it))
items.append(5)
print(list(it))
print(type(iter([])).__name__, type(iter({})).__name__, type(iter("")).__name__, type(iter(())).__name__)
print(iter("ab").__next__(), list(reversed(range(3))), list(reversed("abc")), list(reversed({"x": 1, "y": 2})))
