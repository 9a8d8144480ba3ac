"""itertools: ends, laziness, arguments, and iterators that share a source."""
import itertools as it
import operator


def noisy(n):
    for i in range(n):
        print("took", i)
        yield i


print(list(it.islice(noisy(5), 2)), list(it.islice(range(10), 2, 8, 3)), list(it.islice(range(5), 3, None)), list(it.islice("abc", 0)))
source = iter(range(10))
print(list(it.islice(source, 1, 4, 2)), next(source), list(it.islice(source, 2, 2)), next(source))
print(list(it.takewhile(lambda x: x < 3, source)), next(source, "end"), list(it.dropwhile(str.isupper, "ABcDe")))
c = it.count(3)
print(c, next(c), c, it.count(1, 2), list(it.islice(it.count(0.5, 0.25), 3)), next(it.count(10 ** 30)), list(it.islice(it.count(-1, -2), 3)))
print(it.repeat(1, 2), it.repeat("x"), list(it.repeat(7, 0)), list(it.repeat(7, -3)), list(map(pow, range(4), it.repeat(2))))
print(list(it.islice(it.cycle(noisy(2)), 5)), list(it.cycle([])), list(it.islice(it.cycle("a"), 3)))
print(list(it.chain()), list(it.chain([1], (2,), noisy(1), "ab")), list(it.chain.from_iterable(map(range, [0, 1, 2]))))
print(list(it.accumulate([])), list(it.accumulate([], initial=5)), list(it.accumulate("abc")), list(it.accumulate([1.5, 2, 2 ** 60])))
print(list(it.accumulate([3, 1, 4, 1, 5], max)), list(it.accumulate(noisy(2), lambda a, b: a - b, initial=10)))
print(list(it.starmap(lambda *a: a, [(1, 2), [3], "xy"])), list(it.filterfalse(lambda x: x % 2, range(6))), list(it.filterfalse(None, [0, "", 1])))
print(list(it.compress("abcdef", [1, 0, True, "", "x"])), list(it.pairwise([])), list(it.pairwise([1])), list(it.pairwise(noisy(3))))
print(list(it.zip_longest()), list(it.zip_longest("ab", [1], "xyz", fillvalue=0)), list(it.zip_longest([], [])))
print(list(it.product()), list(it.product("ab", [])), list(it.product("ab", repeat=2)), list(it.product([1], [2, 3], repeat=0)))
print(list(it.permutations("abc")), list(it.permutations("ab", 3)), list(it.permutations([], 0)), len(list(it.permutations(range(5), 3))))
print(list(it.combinations("abc", 2)), list(it.combinations("abc", 0)), list(it.combinations("ab", 3)))
print(list(it.combinations_with_replacement("ab", 3)), list(it.combinations_with_replacement([], 2)), list(it.combinations_with_replacement([], 0)))
print(sum(1 for _ in it.combinations(range(12), 5)), list(it.combinations_with_replacement("abc", 2)))
groups = it.groupby([1, 1, 2, 2, 2, 3, 1], key=lambda n: n % 3)
first, members = next(groups)
print(first, next(members))
second, others = next(groups)
print(second, list(members), list(others), [(k, list(g)) for k, g in groups], list(it.groupby("")))
print({k: [w for w in g] for k, g in it.groupby(["apple", "avocado", "bean", "beet", "cherry"], operator.itemgetter(0))})
a, b, c = it.tee(noisy(3), 3)
print(next(a), next(a), next(b), list(c), list(a), list(b))
print([type(t).__name__ for t in (it.count(), it.chain(), it.product(), it.groupby(""), it.islice("", 1), it.combinations("", 0))])
for wrong in (lambda: it.islice("", -1), lambda: it.islice("", 0, -1), lambda: it.islice("", 0, 1, 0), lambda: it.count("a"),
              lambda: it.combinations("ab", -1), lambda: it.product("a", repeat=-1), lambda: it.chain(1), lambda: list(it.chain(1)),
              lambda: it.zip_longest("a", fill=1), lambda: list(it.starmap(pow, [5])), lambda: it.permutations("ab", -1),
              lambda: list(it.accumulate([1, "a"])), lambda: it.cycle(5), lambda: next(it.groupby([1], key=1 .bit_length))):
    try:
        print(wrong().__class__.__name__)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
shared = iter(range(9))
print(list(zip(shared, it.islice(shared, 2), it.repeat("r"))), list(shared))
again = it.chain([1], [2])
print(list(again), list(again), next(again, "over"))
