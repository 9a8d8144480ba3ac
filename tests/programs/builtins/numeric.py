print(abs(-3), abs(2.5), divmod(7, 2), divmod(-7, 2), pow(2, 10), pow(2, 10, 1000), round(2.567, 1))
print(max(1, 2, 3), max([4, 5]), min("b", "a"), max([], default="d"), max("aa", "b", key=len), min([3, -4], key=abs))
print(sum([1, 2, 3]), sum([1, 2], 10), sum([[1], [2]], []), sum(x for x in range(4)), sum([0.5, 0.25]), sum([], start=5))
print(bin(10), oct(64), hex(255), int("ff", 16), float("1.5"), chr(97), ord("a"), bool([]))
print(any([0, 1]), all([1, 0]), any([]), all([]), len("abc"), sorted([3, 1]), list(reversed([1, 2])))
print(int(), float(), str() == "", bool(), list(), dict(), tuple(), set() == set(), bytes())
print(isinstance(1, (str, int)), issubclass(bool, int), callable(len), type(1) is int, id(None) == id(None))
print(repr("a"), ascii("é"), str(1.0), format(3.14159, ".2f"), hash(1) == hash(1.0))
print(max((1, 2), (1, 3)), min({"b": 1, "a": 2}), max("hello"), min([True, 0.5, 2]), max(1, 1.0), max(1.0, 1))
for bad in (lambda: sum(["a"], ""), lambda: max(), lambda: max(5), lambda: pow(2, -1, 4), lambda: divmod(1, "a"),
            lambda: round(1.5, "a"), lambda: chr("a"), lambda: ord(5), lambda: hex(1.5), lambda: len(None),
            lambda: isinstance(1, "int"), lambda: issubclass(1, int), lambda: sorted(5),
            lambda: enumerate(), lambda: int("5", base=1), lambda: abs(), lambda: abs(1, 2)):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
