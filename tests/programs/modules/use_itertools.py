from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle,
                       dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap,
                       takewhile, tee, zip_longest)
import operator

print(list(islice(count(5, 2), 4)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul, initial=2)))
print(list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])), list(compress("abcd", [1, 0, 1])))
print(list(dropwhile(lambda x: x < 3, [1, 3, 1])), list(takewhile(lambda x: x < 3, [1, 3, 1])))
print(list(filterfalse(None, [0, 1])), list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise("abc")))
print(list(zip_longest("ab", "xyz", fillvalue="-")), list(product("ab", [1, 2])), list(product([0, 1], repeat=2)))
print(["".join(p) for p in permutations("abc", 2)], list(combinations("abcd", 2)), list(permutations([])))
print(list(combinations_with_replacement("abc", 2)), list(combinations([1], 2)), list(product()))
print([(k, list(g)) for k, g in groupby("aaabbca")], [k for k, g in groupby([1, 1, 2])])
print([(k, len(list(g))) for k, g in groupby(sorted("to be or not to be".split(), key=len), key=len)])
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a))
it = iter(range(10))
print(list(islice(it, 2)), list(islice(it, 1, 4, 2)), list(it))
print(sum(1 for _ in permutations(range(6))), len(list(combinations(range(10), 4))))
