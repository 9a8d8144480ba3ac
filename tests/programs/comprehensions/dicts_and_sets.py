print({i: i * i for i in range(4)})
print({k: v for k, v in [("a", 1), ("b", 2), ("a", 3)]})
print({v: k for k, v in {"x": 1, "y": 2}.items()})
print(sorted({c.lower() for c in "Hello World" if c.isalpha()}))
print({i % 3 for i in range(10)} == {0, 1, 2})
print({(i, j): i + j for i in range(2) for j in range(2)})
print({str(k): [v for v in range(k)] for k in range(3)})


def say(x):
    print("say", x)
    return x


print({say(k): say(v) for k, v in [(1, 2), (3, 4)]})
words = "the cat the dog the end".split()
print({w: words.count(w) for w in words})
print({**{i: 0 for i in range(2)}, **{1: "one"}})
print({x for x in []} == set(), {x: 1 for x in []})
try:
    {[]: 1 for _ in range(1)}
except TypeError as error:
    print(error)
print(max({n: n * (10 - n) for n in range(10)}.items(), key=lambda kv: kv[1]))
