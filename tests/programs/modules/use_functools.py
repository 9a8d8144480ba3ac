import functools


@functools.lru_cache(maxsize=2)
def f(x):
    print("computing", x)
    return x * 2


print(f(1), f(2), f(1), f(3), f(2), f.cache_info())
f.cache_clear()
print(f.cache_info(), f.__name__)


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
binary = functools.partial(int, base=2)
print(binary("101"), binary.keywords, functools.reduce(lambda a, b: a * b, range(1, 6)), functools.reduce(max, [], 0))


def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper


@logged
def documented():
    """Doc."""


print(documented.__name__, documented.__doc__, documented.__wrapped__ is not documented)


class Circle:
    @functools.cached_property
    def area(self):
        print("once")
        return 12


c = Circle()
print(c.area, c.area, c.__dict__)


@functools.total_ordering
class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print([(V(a) <= V(b), V(a) > V(b), V(a) >= V(b)) for a in (1, 2) for b in (1, 2)])
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
