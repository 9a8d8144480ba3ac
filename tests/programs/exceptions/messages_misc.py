cases = [
    lambda: {[]: 1}, lambda: {{}}, lambda: hash([]), lambda: None.x, lambda: (5).x,
    lambda: chr(-1), lambda: chr(1114112), lambda: ord("ab"), lambda: ord(""), lambda: 1 << -1,
    lambda: range(1, 2, 0), lambda: next(iter([])), lambda: max([]), lambda: min(()),
    lambda: sum(["a"]), lambda: abs("a"), lambda: round("a"), lambda: len(1),
    lambda: int("9" * 5000), lambda: "{}".format(), lambda: "{a}".format(), lambda: "%d" % "a",
    lambda: "%s %s" % (1,), lambda: "%s" % (1, 2), lambda: isinstance(1, 1),
    lambda: float("1e400") // 1 and int(1e400), lambda: int(float("nan")), lambda: 2.0 ** 10000,
    lambda: "a".join([1]), lambda: b"a" + "a",
]
for case in cases:
    try:
        print("no error:", case())
    except Exception as error:
        print(type(error).__name__ + ":", error)
