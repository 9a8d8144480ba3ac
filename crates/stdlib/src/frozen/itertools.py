"""Iterators that make new iterators out of others."""

from _itertools import (
    accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile, filterfalse,
    groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, zip_longest,
)
from _thread import allocate_lock


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
