"""L-09: what does long native code that keeps the lock do to a health check?

    python3 l09_native_hog.py [hog=thread|interpreter|process|none] [hold=0.05] [seconds=1.0]

A hog raises three to a high power, native code that holds the interpreter for `hold`
seconds, rests as long, and begins again. The probe here wakes every millisecond, as a health check
does, and notes how late it is; more than `limit` seconds late is a missed probe.
"""
import math
import multiprocessing
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def timed_power(n):
    # The time of the processor: on a busy machine the clock on the wall would make the power too small.
    start = time.process_time()
    pow(3, n)
    return time.process_time() - start


def exponent_for(seconds):
    """Which power of three takes about that many seconds."""
    n = 1000
    while True:
        took = timed_power(n)
        if took > 0.8 * seconds:
            return n
        # Multiplying long numbers is more than linear, so a smaller step than the ratio of times does.
        n = int(n * min(2.0, max(1.05, (seconds / max(took, 1e-6)) ** 0.6)))


def hog(exponent, rest, end):
    while time.time() < end:
        pow(3, exponent)
        time.sleep(rest)


def percentile(sorted_values, fraction):
    """The least value that is not below that share of them: of few values, the largest."""
    return sorted_values[math.ceil(fraction * len(sorted_values)) - 1]


def main():
    kind = option("hog", "thread")
    hold = option("hold", 0.05)
    seconds = option("seconds", 1.0)
    limit = option("limit", 0.01)
    exponent = exponent_for(hold)
    arguments = (exponent, hold, time.time() + seconds)
    worker = None
    if kind == "thread":
        worker = threading.Thread(target=hog, args=arguments)
    elif kind == "process":
        worker = multiprocessing.Process(target=hog, args=arguments)
    elif kind == "interpreter":
        # Pythons before 3.14 do not have it.
        from concurrent import interpreters
        worker = interpreters.create().call_in_thread(hog, *arguments)
    if worker is not None and kind != "interpreter":
        worker.start()
    delays = []
    start = time.perf_counter()
    before = start
    while before - start < seconds:
        time.sleep(0.001)
        now = time.perf_counter()
        delays.append(now - before - 0.001)
        before = now
    if worker is not None:
        worker.join()
    missed = 0
    for delay in delays:
        if delay > limit:
            missed += 1
    delays.sort()
    print(f"p99.9: {percentile(delays, 0.999) * 1e6:.1f} us")
    print(f"p50: {percentile(delays, 0.5) * 1e6:.1f} us")
    print(f"max: {delays[-1] * 1e6:.1f} us")
    print(f"probes: {len(delays) / seconds:.1f} /s")
    print(f"missed: {missed} probes")


if __name__ == "__main__":
    main()
