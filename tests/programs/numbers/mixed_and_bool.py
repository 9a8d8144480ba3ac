print(1 + 1.0, 1 + True, True + 0.5, 3 / 1, 4 // 2.0, True / 2, 2 ** 1.0, 1 == True, 1.0 == True)
print(type(1 + 1.0).__name__, type(True + True).__name__, type(5 / 5).__name__, type(5 // 1.0).__name__)
print(True & False, True | 1, True ^ True, ~True, not True, type(True & True).__name__, type(True & 1).__name__)
print(bool("False"), bool(0.0), int(True), str(True), repr(False), True == 1 == 1.0, True != 2)
print({True: "t", 1: "one", 1.0: "float"}, [0, False].index(False), [1, 2].count(True), (True, 2)[True])
print(max(True, 2), min(False, 0.5), sum([True] * 5), sorted([True, 0, 2, False, 1]), range(True + 1))
print(5 < 5.5, 2 ** 53 + 1 > 2.0 ** 53, 10 ** 400 > 1e308, -10 ** 400 < -1e308, 1 < float("inf"))
print(10 ** 400 == float("inf"), float("nan") < 1, 1 > float("nan"), 3 != 3.0)
try:
    10 ** 400 + 1.0
except OverflowError as error:
    print(error)
try:
    10 ** 400 / 3.0
except OverflowError as error:
    print(error)
print(10 ** 400 / 10 ** 399)
try:
    10 ** 400 / 3
except OverflowError as error:
    print(error)
print(isinstance(True, int), isinstance(1, bool), issubclass(bool, int), bool.__bases__[0].__name__)
print(-7 // 2, -7 % 2, -7 // 2.0, -7 % 2.0, 7 // -2, 7 % -2, -0.0 + 0, 0.0 - 0.0, -0.0 * 1)
