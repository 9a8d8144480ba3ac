"""Iterators that make new iterators out of others."""

from _thread import allocate_lock


class count:
    """The numbers from `start` on; each is given once, whichever threads ask."""

    def __init__(self, start=0, step=1):
        self._next = start
        self._step = step
        self._lock = allocate_lock()

    def __iter__(self):
        return self

    def __next__(self):
        with self._lock:
            number = self._next
            self._next = number + self._step
            return number

    def __repr__(self):
        step = "" if self._step == 1 else f", {self._step!r}"
        return f"count({self._next!r}{step})"


def cycle(iterable):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        yield from saved


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


def accumulate(iterable, func=None, *, initial=None):
    """Running totals, or running results of `func`."""
    items = iter(iterable)
    if initial is None:
        for initial in items:
            break
        else:
            return
    total = initial
    yield total
    for item in items:
        total = total + item if func is None else func(total, item)
        yield total


def chain(*iterables):
    for iterable in iterables:
        yield from iterable


def _from_iterable(iterables):
    for iterable in iterables:
        yield from iterable


chain.from_iterable = _from_iterable


def compress(data, selectors):
    return (item for item, selected in zip(data, selectors) if selected)


def dropwhile(predicate, iterable):
    items = iter(iterable)
    for item in items:
        if not predicate(item):
            yield item
            break
    yield from items


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def pairwise(iterable):
    items = iter(iterable)
    for before in items:
        break
    for item in items:
        yield before, item
        before = item


def islice(iterable, *args):
    """Selected items, by the arguments of a slice; none may be negative."""
    limits = slice(*args)
    start, stop = limits.start or 0, limits.stop
    step = 1 if limits.step is None else limits.step
    if start < 0 or (stop is not None and stop < 0):
        raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if step < 1:
        raise ValueError("Step for islice() must be a positive integer or None.")
    return _islice(iter(iterable), start, stop, step)


def _islice(items, start, stop, step):
    # Not one item more than needed is taken.
    position = 0
    wanted = start
    while stop is None or wanted < stop:
        while position < wanted:
            for _ in items:
                position += 1
                break
            else:
                return
        for item in items:
            yield item
            break
        else:
            return
        position += 1
        wanted += step
    while stop is not None and position < stop and position < wanted:
        for _ in items:
            position += 1
            break
        else:
            return


def groupby(iterable, key=None):
    """Runs of items with equal keys, as pairs of the key and an iterator over the run."""
    state = _Groups(iter(iterable), key)
    while state.advance_to_next_group():
        state.number += 1
        yield state.key_now, state.members(state.number)


class _Groups:
    """Where the common iterator behind a `groupby` and its groups stands."""

    def __init__(self, items, key):
        self.items = items
        self.key = key
        self.number = 0
        self.pending = False
        self.ended = False
        self.started = False

    def advance_to_next_group(self):
        # The group before may have been read to its end, and so the first item of this one.
        while self.pending or self.fetch():
            if not self.started or self.key_now != self.group_key:
                self.started = True
                self.group_key = self.key_now
                return True
            self.pending = False
        return False

    def fetch(self):
        for item in self.items:
            self.item = item
            self.key_now = item if self.key is None else self.key(item)
            self.pending = True
            return True
        self.ended = True
        return False

    def members(self, number):
        mine = self.key_now
        while self.number == number and (self.pending or not self.ended and self.fetch()):
            if self.key_now != mine:
                return
            self.pending = False
            yield self.item


def tee(iterable, n=2):
    """`n` iterators over the same items, each item fetched once."""
    if n < 0:
        raise ValueError("n must be >= 0")
    items = iter(iterable)
    lock = allocate_lock()
    # A chain of [item, rest] links; a link is filled when the first reader comes to it.
    first = []
    return tuple([_tee_reader(items, lock, first) for _ in range(n)])


def _tee_reader(items, lock, link):
    while True:
        with lock:
            if not link:
                for item in items:
                    link.extend((item, []))
                    break
                else:
                    return
        item, link = link
        yield item


def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(iterable) for iterable in iterables]
    left = len(iterators)
    while left:
        row = []
        for place, iterator in enumerate(iterators):
            value = fillvalue
            if iterator is not None:
                for value in iterator:
                    break
                else:
                    iterators[place] = None
                    left -= 1
                    if not left:
                        return
                    value = fillvalue
            row.append(value)
        yield tuple(row)


def product(*iterables, repeat=1):
    """Every choice of one item from each iterable, the last changing fastest."""
    pools = [tuple(iterable) for iterable in iterables] * repeat
    return _product(pools)


def _product(pools):
    if not all(pools):
        return
    places = [0] * len(pools)
    row = [pool[0] for pool in pools]
    while True:
        yield tuple(row)
        for i in reversed(range(len(pools))):
            places[i] += 1
            if places[i] < len(pools[i]):
                row[i] = pools[i][places[i]]
                break
            places[i] = 0
            row[i] = pools[i][0]
        else:
            return


def permutations(iterable, r=None):
    """Every ordering of `r` items, in the order of their places."""
    pool = tuple(iterable)
    r = len(pool) if r is None else r
    return _arrangements(pool, [], r)


def _arrangements(pool, places, r):
    if len(places) == r:
        yield tuple([pool[i] for i in places])
        return
    for i in range(len(pool)):
        if i not in places:
            yield from _arrangements(pool, places + [i], r)


def combinations(iterable, r):
    """Every choice of `r` items, in the order of their places."""
    return _choices(tuple(iterable), (), 0, r, 1)


def combinations_with_replacement(iterable, r):
    return _choices(tuple(iterable), (), 0, r, 0)


def _choices(pool, chosen, start, r, step):
    if len(chosen) == r:
        yield chosen
        return
    for i in range(start, len(pool)):
        yield from _choices(pool, chosen + (pool[i],), i + step, r, step)
