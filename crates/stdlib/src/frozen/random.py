"""Random numbers from the Mersenne Twister, the same sequence as CPython's for the same seed.

The generator is that of Matsumoto and Nishimura (1998), with their initialisation by an array.
"""

import os
import time
from bisect import bisect
from itertools import accumulate
from math import ceil, cos, exp, floor, log, pi, sin, sqrt
from _thread import RLock

_WORDS = 624
_MIDDLE = 397
_MASK = 0xFFFFFFFF


class Random:
    """A generator with a state of its own; `seed` decides everything it gives."""

    def __init__(self, x=None):
        # Held while the state moves on, so that threads may share a generator.
        self._lock = RLock()
        self.seed(x)

    def seed(self, a=None, version=2):
        """Start again from an integer, text, bytes or a float; from the clock when None."""
        if a is None:
            a = time.time_ns() * 2654435761 ^ os.getpid()
        elif isinstance(a, (str, bytes, bytearray)):
            from hashlib import sha512
            data = a.encode() if isinstance(a, str) else bytes(a)
            a = int.from_bytes(data + sha512(data).digest(), "big")
        elif not isinstance(a, int):
            if a is not None and not isinstance(a, float):
                raise TypeError("The only supported seed types are: None,\n"
                                "int, float, str, bytes, and bytearray.")
            a = hash(a)
        with self._lock:
            self._state = _seeded(abs(a))
            self._index = _WORDS
            self.gauss_next = None

    def getstate(self):
        with self._lock:
            return 3, tuple(self._state) + (self._index,), self.gauss_next

    def setstate(self, state):
        with self._lock:
            self._state = list(state[1][:-1])
            self._index = state[1][-1]
            self.gauss_next = state[2]

    def random(self):
        """A float from 0.0 up to but not including 1.0."""
        with self._lock:
            return ((self._word() >> 5) * 67108864.0 + (self._word() >> 6)) / 9007199254740992.0

    def getrandbits(self, k):
        """An integer of `k` random bits."""
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        result = shift = 0
        with self._lock:
            while k > 0:
                word = self._word()
                if k < 32:
                    word >>= 32 - k
                result |= word << shift
                shift += 32
                k -= 32
        return result

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def randrange(self, start, stop=None, step=1):
        """A random item of `range(start, stop, step)`."""
        numbers = range(start) if stop is None else range(start, stop, step)
        if not numbers:
            if stop is None:
                raise ValueError("empty range for randrange()")
            raise ValueError(f"empty range for randrange() ({start}, {stop}, {stop - start})"
                             if step == 1 else "empty range for randrange()")
        return numbers[self._below(len(numbers))]

    def randint(self, a, b):
        """A random integer from `a` to `b`, both included."""
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._below(len(seq))]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """`k` items, each chosen from all of them, by weight if weights are given."""
        n = len(population)
        if cum_weights is None:
            if weights is None:
                return [population[floor(self.random() * (n + 0.0))] for _ in range(k)]
            cum_weights = list(accumulate(weights))
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        return [population[bisect(cum_weights, self.random() * total, 0, n - 1)] for _ in range(k)]

    def shuffle(self, x):
        """Bring a list into a random order, in place."""
        for i in reversed(range(1, len(x))):
            j = self._below(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        """`k` different places' items, in random order."""
        if counts is not None:
            population = [item for item, n in zip(population, counts) for _ in range(n)]
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        # Below this size a copy of the population is smaller than a set of the places taken.
        limit = 21
        if k > 5:
            limit += 4 ** ceil(log(k * 3, 4))
        if n <= limit:
            return self._sample_from_pool(list(population), k)
        return self._sample_by_place(population, k)

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        if high == low:
            return low
        u = self.random()
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u = 1.0 - u
            c = 1.0 - c
            low, high = high, low
        return low + (high - low) * sqrt(u * c)

    def expovariate(self, lambd):
        return -log(1.0 - self.random()) / lambd

    def gauss(self, mu=0.0, sigma=1.0):
        """A normally distributed number; they are made in pairs."""
        with self._lock:
            z = self.gauss_next
            self.gauss_next = None
            if z is None:
                angle = self.random() * 2.0 * pi
                radius = sqrt(-2.0 * log(1.0 - self.random()))
                z = cos(angle) * radius
                self.gauss_next = sin(angle) * radius
        return mu + z * sigma

    def normalvariate(self, mu=0.0, sigma=1.0):
        """A normally distributed number, by the ratio of uniforms (Kinderman and Monahan, 1977)."""
        while True:
            u = self.random()
            v = 1.0 - self.random()
            z = 4 * exp(-0.5) / sqrt(2.0) * (u - 0.5) / v
            if z * z / 4.0 <= -log(v):
                return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        return exp(self.normalvariate(mu, sigma))

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def _sample_from_pool(self, pool, k):
        result = []
        for left in range(len(pool), len(pool) - k, -1):
            j = self._below(left)
            result.append(pool[j])
            pool[j] = pool[left - 1]
        return result

    def _sample_by_place(self, population, k):
        taken = set()
        result = []
        for _ in range(k):
            j = self._below(len(population))
            while j in taken:
                j = self._below(len(population))
            taken.add(j)
            result.append(population[j])
        return result

    def _below(self, n):
        # Whole draws are thrown away rather than folded, so that all numbers are equally likely.
        bits = n.bit_length()
        r = self.getrandbits(bits)
        while r >= n:
            r = self.getrandbits(bits)
        return r

    def _word(self):
        if self._index >= _WORDS:
            _twist(self._state)
            self._index = 0
        y = self._state[self._index]
        self._index += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C5680
        y ^= (y << 15) & 0xEFC60000
        return y ^ (y >> 18)


class SystemRandom(Random):
    """Random numbers from the operating system; they cannot be repeated."""

    def seed(self, *args):
        self.gauss_next = None

    def getrandbits(self, k):
        size = (k + 7) // 8
        return int.from_bytes(os.urandom(size), "big") >> (size * 8 - k)

    def random(self):
        return self.getrandbits(53) / 9007199254740992.0


def _seeded(number):
    state = [19650218]
    for i in range(1, _WORDS):
        last = state[-1]
        state.append((1812433253 * (last ^ (last >> 30)) + i) & _MASK)
    key = []
    while number:
        key.append(number & _MASK)
        number >>= 32
    _stir(state, key or [0])
    return state


def _stir(state, key):
    i, j = 1, 0
    for _ in range(max(_WORDS, len(key))):
        last = state[i - 1]
        state[i] = ((state[i] ^ (last ^ (last >> 30)) * 1664525) + key[j] + j) & _MASK
        i, j = i + 1, (j + 1) % len(key)
        if i >= _WORDS:
            state[0] = state[-1]
            i = 1
    for _ in range(_WORDS - 1):
        last = state[i - 1]
        state[i] = ((state[i] ^ (last ^ (last >> 30)) * 1566083941) - i) & _MASK
        i += 1
        if i >= _WORDS:
            state[0] = state[-1]
            i = 1
    state[0] = 0x80000000


def _twist(state):
    for i in range(_WORDS):
        y = (state[i] & 0x80000000) | (state[(i + 1) % _WORDS] & 0x7FFFFFFF)
        state[i] = state[(i + _MIDDLE) % _WORDS] ^ (y >> 1) ^ (0x9908B0DF if y & 1 else 0)


_shared = Random()
seed = _shared.seed
random = _shared.random
uniform = _shared.uniform
triangular = _shared.triangular
randint = _shared.randint
choice = _shared.choice
randrange = _shared.randrange
sample = _shared.sample
shuffle = _shared.shuffle
choices = _shared.choices
normalvariate = _shared.normalvariate
lognormvariate = _shared.lognormvariate
expovariate = _shared.expovariate
paretovariate = _shared.paretovariate
gauss = _shared.gauss
getrandbits = _shared.getrandbits
randbytes = _shared.randbytes
getstate = _shared.getstate
setstate = _shared.setstate
