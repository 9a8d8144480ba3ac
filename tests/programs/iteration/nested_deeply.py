"""Iterators inside iterators, very many of them, and one that leads to itself: no more than an exception, where CPython's
stack may overflow."""
import itertools


def wrap(make, depth):
    iterator = iter([1, 2, 3])
    for _ in range(depth):
        iterator = make(iterator)
    return iterator


makers = {
    "enumerate": enumerate,
    "map": lambda i: map(lambda x: x, i),
    "zip": lambda i: zip(i, [0]),
    "chain": itertools.chain,
    "islice": lambda i: itertools.islice(i, 2),
    "accumulate": itertools.accumulate,
    "pairwise": itertools.pairwise,
    "takewhile": lambda i: itertools.takewhile(bool, i),
}
for name, make in makers.items():
    print(name, next(wrap(make, 1)), end=" ")
    try:
        next(wrap(make, 100000))
    except (RecursionError, StopIteration):
        pass
    print("survived")


def itself():
    yield me


me = itertools.chain.from_iterable(itself())
try:
    next(me)
except RecursionError:
    print("itself RecursionError")
print(next(enumerate(enumerate(itertools.islice(itertools.chain(itertools.cycle("ab")), 2)))))
