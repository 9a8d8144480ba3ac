"""C-09 and C-12: how long does a classic program take?

    python3 c09_classics.py [program=nbody] [size=quick|default|full] [rounds=1]

The programs are in the folder `classic` beside this file; each can also be run alone. One is imported here and run
at a size at which CPython 3.11 takes some 0.02, 0.07 or 0.5 seconds. `work` is the least time of the rounds.
"""
import os
import sys
import time

SIZES = ("quick", "default", "full")

PROGRAMS = {
    "aes": (100, 400, 4000),
    "binary_trees": (9, 12, 14),
    "chaos": (800, 2500, 25000),
    "comprehensions": (100, 400, 4000),
    "coroutines": (2000, 7000, 70000),
    "deepcopy": (100, 400, 4000),
    "deltablue": (15, 50, 500),
    "fannkuch": (7, 8, 9),
    "float_points": (3000, 12000, 100000),
    "generators": (12, 15, 17),
    "go": (5, 20, 200),
    "hexiom": (1, 2, 3),
    "mandelbrot": (60, 110, 360),
    "meteor_contest": (3, 40, 300),
    "nbody": (2000, 7000, 70000),
    "nqueens": (8, 10, 11),
    "pidigits": (600, 1000, 3000),
    "pyflate": (2, 8, 80),
    "pystone": (5000, 15000, 180000),
    "raytrace": (24, 44, 160),
    "richards": (1, 1, 8),
    "scimark_fft": (2, 8, 80),
    "scimark_lu": (1, 3, 40),
    "scimark_monte_carlo": (15000, 50000, 500000),
    "scimark_sor": (1, 4, 40),
    "scimark_sparse": (20, 60, 600),
    "spectral_norm": (30, 70, 200),
    "unpack_sequence": (6000, 20000, 200000),
}


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def main():
    program = option("program", "nbody")
    size = option("size", "default")
    if program not in PROGRAMS or size not in SIZES:
        print("programs: " + ", ".join(PROGRAMS))
        print("sizes: " + ", ".join(SIZES))
        sys.exit(2)
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "classic"))
    run = __import__(program).run
    n = PROGRAMS[program][SIZES.index(size)]
    times = []
    results = []
    for _ in range(option("rounds", 1)):
        start = time.perf_counter()
        results.append(run(n))
        times.append(time.perf_counter() - start)
    print(f"work: {min(times):.6f} s")
    print(f"checksum: {results[0]}")
    if any(result != results[0] for result in results):
        print("check: wrong the same program gave different results")


if __name__ == "__main__":
    main()
