# argv: n=24
# timed: yes
"""The Mandelbrot set as a bitmap: float arithmetic and bit operations.

    python3 mandelbrot.py [n=360]

`n` is the side of the picture. The escape-time algorithm, with the picture and the limit of the Computer Language
Benchmarks Game; the checksum is a Fletcher sum over the bytes of the bitmap.
"""
import sys
import time

LIMIT = 50


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def stays(real, imaginary):
    """1 if the point does not escape within LIMIT steps."""
    x = 0.0
    y = 0.0
    for _ in range(LIMIT):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return 0
        y = 2.0 * x * y + imaginary
        x = xx - yy + real
    return 1


def bitmap(n):
    """The rows of the picture, eight points in a byte."""
    picture = bytearray()
    for row in range(n):
        imaginary = 2.0 * row / n - 1.0
        byte = 0
        for column in range(n):
            byte = byte << 1 | stays(2.0 * column / n - 1.5, imaginary)
            if column % 8 == 7:
                picture.append(byte)
                byte = 0
        if n % 8:
            picture.append(byte << 8 - n % 8)
    return picture


def run(n):
    low = 1
    high = 0
    for byte in bitmap(n):
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return high << 16 | low


def main():
    n = option("n", 360)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
