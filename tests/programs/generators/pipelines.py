def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def only(test, items):
    for item in items:
        if test(item):
            yield item


def windows(items, size):
    window = []
    for item in items:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
            window.pop(0)


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found if p * p <= n):
            found.append(n)
            yield n
        n += 1


def interleave(*iterables):
    iterators = [iter(i) for i in iterables]
    while iterators:
        for it in list(iterators):
            try:
                yield next(it)
            except StopIteration:
                iterators.remove(it)


print(sum(only(lambda n: n % 3 == 0, numbers(100))))
print(list(windows(numbers(6), 3)))
print([p for p, _ in zip(primes(), range(15))])
print("".join(interleave("abc", "12", "xyz!")))
lines = ["a=1", "", "# note", "b = 2"]
pairs = (l.split("=") for l in lines if l and not l.startswith("#"))
print({k.strip(): int(v) for k, v in pairs})


def permutations(items):
    if len(items) < 2:
        yield tuple(items)
        return
    for i, first in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (first,) + rest


print(["".join(p) for p in permutations(list("abc"))])
print(len(list(permutations(list(range(5))))))
