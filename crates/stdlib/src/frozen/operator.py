"""The operators as functions, and functions that get items, attributes or call methods."""


def lt(a, b): return a < b
def le(a, b): return a <= b
def eq(a, b): return a == b
def ne(a, b): return a != b
def ge(a, b): return a >= b
def gt(a, b): return a > b
def not_(a): return not a
def truth(a): return bool(a)
def is_(a, b): return a is b
def is_not(a, b): return a is not b
def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def matmul(a, b): return a @ b
def truediv(a, b): return a / b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def pow(a, b): return a ** b
def and_(a, b): return a & b
def or_(a, b): return a | b
def xor(a, b): return a ^ b
def lshift(a, b): return a << b
def rshift(a, b): return a >> b
def neg(a): return -a
def pos(a): return +a
def inv(a): return ~a
def abs(a): return a.__abs__()
def index(a): return a.__index__()
def concat(a, b): return a + b
def contains(a, b): return b in a
def getitem(a, b): return a[b]


invert = inv


def setitem(a, b, c):
    a[b] = c


def delitem(a, b):
    del a[b]


def countOf(a, b):
    return sum(1 for item in a if item is b or item == b)


def indexOf(a, b):
    for place, item in enumerate(a):
        if item is b or item == b:
            return place
    raise ValueError("sequence.index(x): x not in sequence")


def iadd(a, b):
    a += b
    return a


def isub(a, b):
    a -= b
    return a


def imul(a, b):
    a *= b
    return a


def ior(a, b):
    a |= b
    return a


def iand(a, b):
    a &= b
    return a


def ixor(a, b):
    a ^= b
    return a


def itemgetter(item, *items):
    """A function that gives its argument's item, or a tuple of several."""
    if not items:
        return lambda thing: thing[item]
    items = (item,) + items
    return lambda thing: tuple([thing[i] for i in items])


def attrgetter(name, *names):
    """A function that gives its argument's attribute, dots and all, or a tuple of several."""
    if not names:
        return lambda thing: _follow(thing, name)
    names = (name,) + names
    return lambda thing: tuple([_follow(thing, n) for n in names])


def methodcaller(name, /, *args, **kwargs):
    """A function that calls the named method of its argument."""
    return lambda thing: getattr(thing, name)(*args, **kwargs)


def _follow(thing, name):
    for part in name.split("."):
        thing = getattr(thing, part)
    return thing
