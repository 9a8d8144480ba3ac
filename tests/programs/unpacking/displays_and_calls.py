a, b = [1, 2], (3, 4)
print([*a, *b], (*a, *b), {*a, *b} == {1, 2, 3, 4}, [*a, 0, *"xy", *range(2)])
print({**{"a": 1, "b": 2}, "b": 3, **{"c": 4}}, {"b": 3, **{"b": 9}})
print(*a, *b, sep="-")
t = *a, *b
print(t, (*[],), [*{}])


def f(*args, **kwargs):
    return args, kwargs


print(f(*a, 9, *b, k=1, **{"z": 2}))
print(f(*(i * 2 for i in range(3))), f(**dict(x=1)), f(*{"k": 1}))


class Mapping:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, key):
        return key * 2


print(f(**Mapping()), {**Mapping()}, dict(Mapping()))


def g():
    return *a, 5


print(g(), max(*a, *b), [*g()][::-1])
x = [*"ab"] + [*"cd"]
print(x, *x[:2])
for i in *a, *b:
    print(i, end=" ")
print()
try:
    [*5]
except TypeError as error:
    print(error)
try:
    {**[1]}
except TypeError as error:
    print(error)
