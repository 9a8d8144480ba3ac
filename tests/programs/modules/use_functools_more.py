"""partial and lru_cache: signatures, order of use, types, methods, recursion and exceptions."""
import copy
import functools


def show(*args, **keywords):
    return args, keywords


p = functools.partial(show, 1, a=2)
print(p(), p(3), p(3, b=4), p(a=5), p.func is show, p.args, p.keywords)
q = functools.partial(p, 9, c=1)
print(q(0), q.args, q.keywords, functools.partial(int, base=16)("ff"), sorted("cab", key=functools.partial(ord)))
p.note = "kept"
print(p.note, callable(p), list(map(functools.partial(pow, 2), range(5))))


class Base:
    def method(self, *args):
        return type(self).__name__, args

    short = functools.partialmethod(method, 1)


print(Base().short(2), functools.partial(Base().method, 3)(4))
try:
    functools.partial(5)
except TypeError as error:
    print(error)

calls = []


@functools.lru_cache(maxsize=3)
def square(x, *, times=1):
    """Squares."""
    calls.append(x)
    return x * x * times


print([square(n) for n in (1, 2, 3, 1, 4, 2, 1)], calls, square.cache_info(), square.__name__, square.__doc__)
print(square(1, times=2), square(times=2, x=1), square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__wrapped__(3))


@functools.lru_cache
def pair(a, b=0):
    return a, b


print(pair(1), pair(1, 0), pair(1, b=0), pair("x"), pair(1.0), pair(True), pair((1, 2)), pair.cache_info())


@functools.lru_cache(maxsize=None, typed=True)
def typed(x):
    return type(x).__name__


print(typed(1), typed(1.0), typed(True), typed(1), typed.cache_info())


@functools.lru_cache(maxsize=0)
def never(x):
    return x


print(never(1), never(1), never.cache_info())


@functools.cache
def ways(n, k):
    return 1 if k in (0, n) else ways(n - 1, k - 1) + ways(n - 1, k)


print(ways(40, 20), ways.cache_info().misses)


@functools.lru_cache
def fails(x):
    calls.append("fails")
    raise ValueError(x)


calls.clear()
for _ in range(2):
    try:
        fails(1)
    except ValueError as error:
        print(error)
print(calls, fails.cache_info())
try:
    pair([])
except TypeError as error:
    print(error)


class Shop:
    def __init__(self, tax):
        self.tax = tax

    @functools.lru_cache(maxsize=None)
    def price(self, n):
        calls.append(n)
        return n * self.tax


calls.clear()
a, b = Shop(2), Shop(3)
print(a.price(1), b.price(1), a.price(1), calls, Shop.price.cache_info(), Shop.price(a, 1), copy.deepcopy(square) is square)
print(functools.reduce(lambda x, y: x + y, [[1], [2]], []), functools.reduce(max, [3, 9, 2]))
