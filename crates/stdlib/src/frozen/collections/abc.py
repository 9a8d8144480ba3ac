"""What it takes to be a container, an iterator, a callable: classes for `isinstance`."""

from abc import ABCMeta

__all__ = [
    "Callable", "Collection", "Container", "Generator", "Hashable", "Iterable", "Iterator",
    "Mapping", "MutableMapping", "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set",
    "Sized",
]


class _Interface(ABCMeta):
    """A class that counts as its subclass whatever has the right methods or was registered."""

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, other):
        if cls in other.__mro__:
            return True
        methods = cls.__dict__.get("_methods")
        if methods and all(_has(other, name) for name in methods):
            return True
        kinds = cls.__dict__.get("_kinds", ())
        return any(kind in other.__mro__ for kind in kinds)

    def __getitem__(cls, parameters):
        return cls

    def register(cls, other):
        cls._kinds = tuple(cls.__dict__.get("_kinds", ())) + (other,)
        return other


def _has(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
    return False


class Hashable(metaclass=_Interface):
    _methods = ("__hash__",)


class Iterable(metaclass=_Interface):
    _methods = ("__iter__",)


class Iterator(Iterable):
    _methods = ("__iter__", "__next__")

    def __iter__(self):
        return self


class Generator(Iterator):
    _methods = ("__iter__", "__next__", "send", "throw", "close")


class Reversible(Iterable):
    _methods = ("__iter__", "__reversed__")


class Sized(metaclass=_Interface):
    _methods = ("__len__",)


class Container(metaclass=_Interface):
    _methods = ("__contains__",)


class Callable(metaclass=_Interface):
    _methods = ("__call__",)


class Collection(Sized, Iterable, Container):
    _methods = ("__len__", "__iter__", "__contains__")


class Sequence(Reversible, Collection):
    """A subclass gives `__getitem__` and `__len__`; the rest is here."""

    _kinds = (list, tuple, str, bytes, bytearray, range)

    def __iter__(self):
        for place in range(len(self)):
            yield self[place]

    def __reversed__(self):
        for place in reversed(range(len(self))):
            yield self[place]

    def __contains__(self, item):
        return any(mine is item or mine == item for mine in self)

    def index(self, item):
        for place, mine in enumerate(self):
            if mine is item or mine == item:
                return place
        raise ValueError

    def count(self, item):
        return sum(1 for mine in self if mine is item or mine == item)


class MutableSequence(Sequence):
    """A subclass gives also `__setitem__`, `__delitem__` and `insert`."""

    _kinds = (list, bytearray)

    def append(self, item):
        self.insert(len(self), item)

    def extend(self, items):
        for item in items:
            self.append(item)

    def pop(self, place=-1):
        item = self[place]
        del self[place]
        return item

    def remove(self, item):
        del self[self.index(item)]


class Set(Collection):
    _kinds = (set, frozenset)


class MutableSet(Set):
    _kinds = (set,)


class Mapping(Collection):
    """A subclass gives `__getitem__`, `__iter__` and `__len__`; the rest is here."""

    _kinds = (dict,)

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())


class MutableMapping(Mapping):
    """A subclass gives also `__setitem__` and `__delitem__`."""

    _kinds = (dict,)

    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[key]
        return value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), /, **kwargs):
        for key, value in {**dict(other), **kwargs}.items():
            self[key] = value

    def clear(self):
        for key in list(self):
            del self[key]
