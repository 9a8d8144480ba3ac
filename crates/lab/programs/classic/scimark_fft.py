# argv: n=1
# timed: yes
"""SciMark's Fourier transform: one list of floats, real and imaginary parts in turn.

    python3 scimark_fft.py [n=80]

`n` is the number of transforms of 1024 complex numbers, there and back. Source: R. Pozo and B. Miller, SciMark 2.0,
2000; the algorithm of J. Cooley and J. Tukey, 1965, in place with radix 2.
"""
import math
import sys
import time

SIZE = 1024


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def reverse_bits(data):
    """Brings the numbers into the order of their reversed indices."""
    n = len(data) // 2
    j = 0
    for i in range(n - 1):
        if i < j:
            data[2 * i], data[2 * j] = data[2 * j], data[2 * i]
            data[2 * i + 1], data[2 * j + 1] = data[2 * j + 1], data[2 * i + 1]
        k = n // 2
        while k <= j:
            j -= k
            k //= 2
        j += k


def transform(data, direction):
    n = len(data) // 2
    reverse_bits(data)
    half = 1
    while half < n:
        angle = direction * math.pi / half
        step_real = math.cos(angle)
        step_imaginary = math.sin(angle)
        real = 1.0
        imaginary = 0.0
        for a in range(half):
            for b in range(a, n, 2 * half):
                i = 2 * b
                j = 2 * (b + half)
                x = data[j]
                y = data[j + 1]
                p = real * x - imaginary * y
                q = real * y + imaginary * x
                data[j] = data[i] - p
                data[j + 1] = data[i + 1] - q
                data[i] += p
                data[i + 1] += q
            real, imaginary = (
                real * step_real - imaginary * step_imaginary,
                real * step_imaginary + imaginary * step_real,
            )
        half *= 2


def inverse(data):
    transform(data, 1.0)
    scale = 1.0 / (len(data) // 2)
    for i in range(len(data)):
        data[i] *= scale


def run(n):
    seed = 7
    original = []
    for _ in range(2 * SIZE):
        seed = seed * 16807 % 2147483647
        original.append(seed / 2147483647 - 0.5)
    data = original[:]
    power = 0.0
    for _ in range(n):
        transform(data, -1.0)
        power = sum([x * x for x in data]) / SIZE
        inverse(data)
    error = sum([(a - b) ** 2 for a, b in zip(data, original)]) ** 0.5
    return f"{power:.6f} {error < 1e-10}"


def main():
    n = option("n", 80)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
