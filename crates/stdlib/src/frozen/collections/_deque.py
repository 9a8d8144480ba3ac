"""The double-ended queue."""


class deque:
    """A queue with two ends.

    It is a list inside, so that adding to and taking from either end is one native operation and
    therefore atomic under every model, as programs expect of a deque. What the left end costs is
    one move of memory, which is cheap for the lengths that queues have.
    """

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None and maxlen < 0:
            raise ValueError("maxlen must be non-negative")
        self._maxlen = maxlen
        self._items = []
        self.extend(iterable)

    @property
    def maxlen(self):
        return self._maxlen

    def append(self, item):
        self._items.append(item)
        if self._maxlen is not None and len(self._items) > self._maxlen:
            del self._items[0]

    def appendleft(self, item):
        self._items.insert(0, item)
        if self._maxlen is not None and len(self._items) > self._maxlen:
            del self._items[-1]

    def pop(self):
        try:
            return self._items.pop()
        except IndexError:
            raise IndexError("pop from an empty deque") from None

    def popleft(self):
        try:
            return self._items.pop(0)
        except IndexError:
            raise IndexError("pop from an empty deque") from None

    def extend(self, iterable):
        if self._maxlen is None:
            self._items.extend(iterable)
        else:
            for item in list(iterable):
                self.append(item)

    def extendleft(self, iterable):
        for item in list(iterable):
            self.appendleft(item)

    def rotate(self, n=1):
        """Move `n` items from the right end to the left, or the other way when negative."""
        if self._items:
            split = -n % len(self._items)
            self._items[:] = self._items[split:] + self._items[:split]

    def clear(self):
        self._items.clear()

    def copy(self):
        return type(self)(self._items, self._maxlen)

    __copy__ = copy

    def count(self, item):
        return self._items.count(item)

    def index(self, item, *limits):
        try:
            return self._items.index(item, *limits)
        except ValueError:
            raise ValueError(f"{item!r} is not in deque") from None

    def insert(self, place, item):
        if self._maxlen is not None and len(self._items) >= self._maxlen:
            raise IndexError("deque already at its maximum size")
        self._items.insert(place, item)

    def remove(self, item):
        try:
            self._items.remove(item)
        except ValueError:
            raise ValueError("deque.remove(x): x not in deque") from None

    def reverse(self):
        self._items.reverse()

    def __len__(self):
        return len(self._items)

    def __bool__(self):
        return bool(self._items)

    def __contains__(self, item):
        return item in self._items

    def __iter__(self):
        length = len(self._items)
        for item in self._items:
            yield item
            if len(self._items) != length:
                raise RuntimeError("deque mutated during iteration")

    def __reversed__(self):
        return reversed(self._items)

    def __getitem__(self, place):
        return self._items[self._checked(place)]

    def __setitem__(self, place, item):
        self._items[self._checked(place)] = item

    def __delitem__(self, place):
        del self._items[self._checked(place)]

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        return type(self)(self._items + other._items, self._maxlen)

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        return type(self)(self._items * n, self._maxlen)

    __rmul__ = __mul__

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, deque) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, deque) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, deque) else NotImplemented

    __hash__ = None

    def __repr__(self):
        limit = "" if self._maxlen is None else f", maxlen={self._maxlen}"
        return f"deque({self._items!r}{limit})"

    def _checked(self, place):
        if isinstance(place, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        if not -len(self._items) <= place < len(self._items):
            raise IndexError("deque index out of range")
        return place
