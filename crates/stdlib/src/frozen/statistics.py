"""Averages and spreads, computed exactly and rounded once at the end."""

from math import fsum, gcd, isqrt, log, exp, sqrt

__all__ = [
    "StatisticsError", "correlation", "fmean", "geometric_mean", "harmonic_mean", "mean", "median",
    "median_high", "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles", "stdev",
    "variance",
]


class StatisticsError(ValueError):
    """There are too few data for what was asked."""


def mean(data):
    total, denominator, n, whole = _exact_sum(data)
    if n < 1:
        raise StatisticsError("mean requires at least one data point")
    return _number(total, denominator * n, whole)


def fmean(data):
    """The mean as a float, faster than `mean`."""
    data = list(data)
    if not data:
        raise StatisticsError("fmean requires at least one data point")
    return fsum(data) / len(data)


def geometric_mean(data):
    data = list(data)
    if not data or min(data) <= 0:
        raise StatisticsError("geometric mean requires a non-empty dataset containing "
                              "positive numbers")
    return exp(fmean([log(x) for x in data]))


def harmonic_mean(data):
    data = list(data)
    if not data:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if 0 in data:
        return 0
    return len(data) / fsum([1 / x for x in data])


def median(data):
    data = _sorted(data, "median")
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    data = _sorted(data, "median")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = _sorted(data, "median")
    return data[len(data) // 2]


def mode(data):
    """The most common value, the first of them when there are several."""
    modes = multimode(data)
    if not modes:
        raise StatisticsError("no mode for empty data")
    return modes[0]


def multimode(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    most = max(counts.values(), default=0)
    return [x for x, n in counts.items() if n == most]


def quantiles(data, *, n=4, method="exclusive"):
    """The `n - 1` points that cut the sorted data into `n` equal parts."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    if len(data) < 2:
        raise StatisticsError("must have at least two data points")
    shift = {"exclusive": 1, "inclusive": -1}.get(method)
    if shift is None:
        raise ValueError(f"Unknown method: {method!r}")
    result = []
    for i in range(1, n):
        position = i * (len(data) + shift)
        j = position // n
        if shift == 1:
            j = min(max(j, 1), len(data) - 1)
            delta = position - j * n
            low, high = data[j - 1], data[j]
        else:
            delta = position - j * n
            low, high = data[j], data[j + 1]
        result.append((low * (n - delta) + high * delta) / n)
    return result


def variance(data, xbar=None):
    numerator, denominator, whole = _spread(data, xbar, 1, "variance", 2)
    return _number(numerator, denominator, whole)


def pvariance(data, mu=None):
    numerator, denominator, whole = _spread(data, mu, 0, "pvariance", 1)
    return _number(numerator, denominator, whole)


def stdev(data, xbar=None):
    numerator, denominator, _ = _spread(data, xbar, 1, "stdev", 2)
    return _root(numerator, denominator)


def pstdev(data, mu=None):
    numerator, denominator, _ = _spread(data, mu, 0, "pstdev", 1)
    return _root(numerator, denominator)


def correlation(x, y):
    x, y = list(x), list(y)
    if len(x) != len(y):
        raise StatisticsError("correlation requires that both inputs have same number of "
                              "data points")
    if len(x) < 2:
        raise StatisticsError("correlation requires at least two data points")
    xbar, ybar = fsum(x) / len(x), fsum(y) / len(y)
    together = fsum([(a - xbar) * (b - ybar) for a, b in zip(x, y)])
    apart = sqrt(fsum([(a - xbar) ** 2 for a in x]) * fsum([(b - ybar) ** 2 for b in y]))
    if not apart:
        raise StatisticsError("at least one of the inputs is constant")
    return together / apart


def _sorted(data, what):
    data = sorted(data)
    if not data:
        raise StatisticsError(f"no {what} for empty data")
    return data


def _exact_sum(data):
    """The sum as a fraction, the number of data, and whether all of them are integers."""
    numerators = {}
    n = 0
    whole = True
    for x in data:
        whole = whole and isinstance(x, int)
        numerator, denominator = x.as_integer_ratio()
        numerators[denominator] = numerators.get(denominator, 0) + numerator
        n += 1
    # The denominators are powers of two, so the greatest is common to all.
    common = max(numerators, default=1)
    total = sum([numerator * (common // d) for d, numerator in numerators.items()])
    return total, common, n, whole


def _spread(data, centre, correction, what, least):
    """The mean of squared distances from the centre, as an exact fraction."""
    data = list(data)
    n = len(data)
    if n < least:
        few = "two data points" if least == 2 else "one data point"
        raise StatisticsError(f"{what} requires at least {few}")
    if centre is not None:
        total, denominator, _, whole = _exact_sum([x - centre for x in data])
        squares, square_denominator, _, _ = _exact_sum([(x - centre) ** 2 for x in data])
        return squares, square_denominator * (n - correction), whole
    total, common, _, whole = _exact_sum(data)
    squares = 0
    for x in data:
        numerator, denominator = x.as_integer_ratio()
        squares += (numerator * (common // denominator)) ** 2
    return n * squares - total * total, n * common * common * (n - correction), whole


def _number(numerator, denominator, whole):
    if whole and numerator % denominator == 0:
        return numerator // denominator
    return numerator / denominator


def _root(numerator, denominator):
    # The root is taken of an integer with more than twice a float's bits; when it is not exact its
    # last bit is set, so that the division at the end rounds to the right side.
    divisor = gcd(numerator, denominator)
    numerator, denominator = numerator // divisor, denominator // divisor
    shift = (numerator.bit_length() - denominator.bit_length() - 109) // 2
    if shift >= 0:
        return float(_odd_root(numerator, denominator << 2 * shift) << shift)
    return _odd_root(numerator << -2 * shift, denominator) / (1 << -shift)


def _odd_root(numerator, denominator):
    root = isqrt(numerator // denominator)
    return root | (root * root * denominator != numerator)
