def sieve(limit):
    flags = [True] * (limit + 1)
    flags[0] = flags[1] = False
    n = 2
    while n * n <= limit:
        if flags[n]:
            for multiple in range(n * n, limit + 1, n):
                flags[multiple] = False
        n += 1
    return [n for n, prime in enumerate(flags) if prime]


primes = sieve(20000)
print(len(primes), primes[:10], primes[-3:], sum(primes))
