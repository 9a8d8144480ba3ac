"""Functions that take or make functions."""

import _functools
from _thread import RLock

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering",
    "cmp_to_key", "cache", "lru_cache", "reduce", "partial", "partialmethod", "cached_property",
    "singledispatch",
]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make `wrapper` look like `wrapped`."""
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    for name in updated:
        more = getattr(wrapped, name, None)
        if more:
            getattr(wrapper, name).update(more)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that makes the function below it look like `wrapped`."""
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


_NOTHING = object()


def reduce(function, iterable, initial=_NOTHING, /):
    """Combine the items into one, from the left."""
    items = iter(iterable)
    if initial is _NOTHING:
        initial = next(items, _NOTHING)
        if initial is _NOTHING:
            raise TypeError("reduce() of empty iterable with no initial value")
    for item in items:
        initial = function(initial, item)
    return initial


class partial:
    """A callable with some arguments already given."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if type(func) is partial:
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    __call__ = _functools.call_partial

    def __repr__(self):
        parts = [repr(self.func)] + [repr(arg) for arg in self.args]
        parts += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    """A method with some arguments already given."""

    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        return partial(self.func.__get__(instance, owner), *self.args, **self.keywords)


class cached_property:
    """A property computed once for each instance and kept in its `__dict__`."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.lock = RLock()

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        with self.lock:
            value = instance.__dict__.get(self.attrname, _NOTHING)
            if value is _NOTHING:
                value = instance.__dict__[self.attrname] = self.func(instance)
        return value


class _CacheInfo(tuple):
    """How a cache has done."""

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return "CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)" % tuple(self)


def cache(function):
    """Remember every result."""
    return lru_cache(maxsize=None)(function)


def lru_cache(maxsize=128, typed=False):
    """Remember the results of the `maxsize` most recently used argument lists."""
    if callable(maxsize):
        return update_wrapper(_lru_cache_wrapper(maxsize, 128, typed), maxsize)
    if maxsize is not None:
        maxsize = max(maxsize, 0)
    return lambda function: update_wrapper(_lru_cache_wrapper(function, maxsize, typed), function)


class _lru_cache_wrapper:
    """A function that remembers its results."""

    def __init__(self, function, maxsize, typed):
        self._cache = _functools.make_cache(function, maxsize, typed)
        self._parameters = {"maxsize": maxsize, "typed": typed}

    __call__ = _functools.call_cached
    __get__ = _functools.bind_cached

    def cache_info(self):
        return _CacheInfo(self._cache.info())

    def cache_clear(self):
        self._cache.clear()

    def cache_parameters(self):
        return dict(self._parameters)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def cmp_to_key(compare):
    """A key function for an old comparison function of two arguments."""

    class K:
        __slots__ = ("obj",)
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return compare(self.obj, other.obj) < 0

        def __gt__(self, other):
            return compare(self.obj, other.obj) > 0

        def __eq__(self, other):
            return compare(self.obj, other.obj) == 0

        def __le__(self, other):
            return compare(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return compare(self.obj, other.obj) >= 0

    return K


def total_ordering(cls):
    """A class decorator: the comparisons that are missing, made from one and from equality."""
    root = None
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        if getattr(cls, name, None) is not getattr(object, name, None):
            root = root or name
    if root is None:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, method in _ORDERINGS[root].items():
        if getattr(cls, name, None) is getattr(object, name, None):
            method.__name__ = name
            setattr(cls, name, method)
    return cls


def _derived(root, swap, invert, equal):
    # `invert` turns the answer round; `equal` says what the answer is for equal operands, or None
    # when the root's own answer will do.
    def method(self, other):
        answer = getattr(other, root)(self) if swap else getattr(self, root)(other)
        if answer is NotImplemented:
            return answer
        if invert:
            answer = not answer
        if equal is True:
            return bool(answer) or self == other
        if equal is False:
            return bool(answer) and self != other
        return answer
    return method


def _orderings():
    names = {"__lt__": "__gt__", "__gt__": "__lt__", "__le__": "__ge__", "__ge__": "__le__"}
    strict = {"__lt__": "__le__", "__gt__": "__ge__"}
    table = {}
    for root, mirror in names.items():
        if root in strict:
            table[root] = {
                strict[root]: _derived(root, False, False, True),
                mirror: _derived(root, False, True, False),
                strict[mirror]: _derived(root, False, True, None),
            }
        else:
            loose = {"__le__": "__lt__", "__ge__": "__gt__"}
            table[root] = {
                loose[root]: _derived(root, False, False, False),
                mirror: _derived(root, False, True, True),
                loose[mirror]: _derived(root, False, True, None),
            }
    return table


_ORDERINGS = _orderings()


def singledispatch(function):
    """A function that chooses its body by the type of its first argument."""
    bodies = {object: function}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in bodies:
                return bodies[base]

    def register(cls, body=None):
        if body is None and not isinstance(cls, type):
            body = cls
            cls = next(iter(body.__annotations__.values()))
        if body is None:
            return lambda body: register(cls, body)
        bodies[cls] = body
        return body

    def wrapper(*args, **kwargs):
        return dispatch(type(args[0]))(*args, **kwargs)

    update_wrapper(wrapper, function)
    wrapper.dispatch = dispatch
    wrapper.register = register
    wrapper.registry = bodies
    return wrapper
