"""A list kept as a binary heap, its smallest item first."""

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace

__all__ = [
    "heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest",
    "heappushpop",
]


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in sorted order, one at a time and stably."""
    runs = []
    for order, iterable in enumerate(iterables):
        advance = iter(iterable).__next__
        try:
            runs.append(_Run(advance(), order, advance, key, reverse))
        except StopIteration:
            pass
    heapify(runs)
    while runs:
        run = runs[0]
        yield run.item
        try:
            run.take(run.advance())
        except StopIteration:
            heappop(runs)
        else:
            heapreplace(runs, run)


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


class _Run:
    """What is left of one iterable of a merge; runs compare by their next item, then by order."""

    def __init__(self, item, order, advance, key, reverse):
        self.order = order
        self.advance = advance
        self.key_of = key
        self.reverse = reverse
        self.take(item)

    def take(self, item):
        self.item = item
        self.key = item if self.key_of is None else self.key_of(item)

    def __lt__(self, other):
        ahead, behind = (other, self) if self.reverse else (self, other)
        if ahead.key < behind.key:
            return True
        if behind.key < ahead.key:
            return False
        return self.order < other.order
