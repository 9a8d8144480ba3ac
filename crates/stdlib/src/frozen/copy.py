"""Shallow and deep copies."""

import _copy

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    """The object cannot be copied."""


error = Error


def copy(x):
    """A new object of the same kind that holds the same things."""
    kind = type(x)
    if kind in _IMMUTABLE or kind in (tuple, frozenset) or isinstance(x, type):
        return x
    if kind in (list, dict, set, bytearray):
        return kind(x)
    if hasattr(kind, "__copy__"):
        return x.__copy__()
    shallow = _copy.shallow(x)
    return _rebuilt(x, lambda part: part) if shallow is None else shallow


def _other(x, memo):
    """A deep copy of what `_copy` does not know."""
    kind = type(x)
    if kind in _IMMUTABLE or isinstance(x, type):
        return x
    if kind is bytearray:
        return bytearray(x)
    if hasattr(kind, "__deepcopy__"):
        return x.__deepcopy__(memo)
    if kind is _METHOD:
        return kind(x.__func__, deepcopy(x.__self__, memo))
    return _rebuilt(x, lambda part: deepcopy(part, memo), memo)


deepcopy = _copy.make_deepcopy(_other)


class _Example:
    def method(self):
        """Never called."""


_METHOD = type(_Example().method)


def _rebuilt(x, part, memo=None):
    """An instance of the same class with its contents passed through `part`."""
    kind = type(x)
    if isinstance(x, BaseException):
        result = kind.__new__(kind, *part(x.args))
    else:
        result = _empty_or_whole(x, kind, part)
    if memo is not None:
        memo[id(x)] = result
    if isinstance(x, list):
        result.extend([part(item) for item in x])
    elif isinstance(x, dict):
        for key, value in dict.items(x):
            dict.__setitem__(result, part(key), part(value))
    elif isinstance(x, set):
        result.update([part(item) for item in x])
    _copy_attributes(x, result, part)
    return result


def _empty_or_whole(x, kind, part):
    # What cannot be filled later is made whole, by the built-in class, whatever `kind` asks for.
    for base in kind.__mro__:
        if base in (tuple, frozenset):
            return base.__new__(kind, [part(item) for item in x])
        if base in (int, float, str, bytes):
            return base.__new__(kind, x)
        if base in (list, dict, set, object):
            return base.__new__(kind)


def _copy_attributes(x, result, part):
    if hasattr(x, "__dict__"):
        result.__dict__.update({name: part(value) for name, value in x.__dict__.items()})
    for base in type(x).__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(x, name):
                object.__setattr__(result, name, part(getattr(x, name)))


_IMMUTABLE = frozenset([
    type(None), bool, int, float, str, bytes, type, range, slice, property, type(...),
    type(NotImplemented), type(copy), type(len),
])
