d = {"one": 1, "two": 2}
d["three"] = 3
print(d, len(d), d["one"], d.get("x"), d.get("x", 0), "two" in d, 2 in d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()), list(reversed(d)))
print(d.pop("two"), d.pop("zz", "none"), d.setdefault("four", 4), d.setdefault("one", 9), d)
d.update({"one": 11, "five": 5}); d.update(six=6); d.update([("seven", 7)])
print(d, d.popitem(), d.popitem())
d["one"] = d.pop("one")
print(d, d == {"five": 5, "one": 11, "three": 3, "four": 4})
print(dict(a=1), dict([("x", 1)]), dict(zip("ab", [1, 2])), dict.fromkeys("ab"), dict.fromkeys([1], 0))
print({"a": 1} | {"b": 2, "a": 3}, {1: "i", 1.0: "f", True: "b"}, {(1, 2): "tuple"}[1, 2], {None: 0}[None])
e = {"x": 1}
e |= {"y": 2}
view = e.keys()
e["z"] = 3
print(e, view, "z" in view, sorted(e.keys() & {"x", "q"}), e.keys() == {"x", "y", "z"})
c = e.copy()
c.clear()
print(c, e, bool(c), {} == c, list(e.items())[0], max(e, key=e.get), sorted(e, reverse=True))
for k in list(e):
    if k != "x":
        del e[k]
print(e)
try:
    for k in e:
        e[k + "!"] = 1
except RuntimeError as error:
    print(error)
for bad in (lambda: e["nope"], lambda: e[[1]], lambda: dict([1]), lambda: dict(["abc"]), lambda: {}.pop(1)):
    try:
        bad()
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
n = {"list": [1], "in": {"deep": (1, {"er": 2})}}
n["list"].append(n["in"]["deep"][1]["er"])
print(n, {"self": 1}.items() >= {("self", 1)}, repr({}), {1: 2}.__contains__(1))
