import math
import math as m
from math import sqrt, floor as down
import helper
import helper as same
from helper import value, double as twice
import package.inner
from package import inner, TOP
from package.inner import deep

print(math is m, sqrt(16), down(2.7))
print(helper is same, value, twice(4), helper.__name__)
print(package.TOP, package.inner is inner, deep(), package.__name__, inner.__name__)
helper.value = "changed"
print(value, same.value, helper.read())
try:
    import does_not_exist
except ImportError as error:
    print(type(error).__name__, error)
try:
    from helper import nothing
except ImportError as error:
    print(str(error).split(" (")[0])
try:
    helper.nothing
except AttributeError as error:
    print(error)


def local_import():
    import helper as h
    from math import pi
    return h.value, pi


print(local_import())
import sys
print("helper" in sys.modules, sys.modules["helper"] is helper, __name__)
from package import *
print(starred, "_hidden" in globals())
