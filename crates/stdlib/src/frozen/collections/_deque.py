"""The double-ended queue."""

from _collections import deque as _deque


class deque(_deque):
    """A queue with two ends.

    Every method that is often used is native, one step, and therefore atomic under every model, as programs expect of a
    deque. Here is the rest, made of lists.
    """

    def copy(self):
        return type(self)(self, self.maxlen)

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        result = type(self)((), self.maxlen)
        memo[id(self)] = result
        result.extend([deepcopy(item, memo) for item in self])
        return result

    def count(self, item):
        return list(self).count(item)

    def index(self, item, *limits):
        try:
            return list(self).index(item, *limits)
        except ValueError:
            raise ValueError(f"{item!r} is not in deque") from None

    def remove(self, item):
        try:
            del self[list(self).index(item)]
        except ValueError:
            raise ValueError(f"{item!r} is not in deque") from None

    def __contains__(self, item):
        return item in list(self)

    def __reversed__(self):
        return reversed(list(self))

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        return type(self)(list(self) + list(other), self.maxlen)

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        return type(self)(list(self) * n, self.maxlen)

    __rmul__ = __mul__

    def __imul__(self, n):
        items = list(self) * n
        self.clear()
        self.extend(items)
        return self

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, deque) else NotImplemented

    def __lt__(self, other):
        return list(self) < list(other) if isinstance(other, deque) else NotImplemented

    def __le__(self, other):
        return list(self) <= list(other) if isinstance(other, deque) else NotImplemented

    def __gt__(self, other):
        return list(self) > list(other) if isinstance(other, deque) else NotImplemented

    def __ge__(self, other):
        return list(self) >= list(other) if isinstance(other, deque) else NotImplemented

    __hash__ = None

    def __repr__(self):
        items = "[...]" if id(self) in _showing else None
        if items is None:
            _showing.add(id(self))
            try:
                items = repr(list(self))
            finally:
                _showing.discard(id(self))
        limit = "" if self.maxlen is None else f", maxlen={self.maxlen}"
        return f"{type(self).__name__}({items}{limit})"


# Deques whose repr is being made: one that is inside itself is shown as dots.
_showing = set()
deque.__module__ = "collections"
