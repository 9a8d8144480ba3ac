"""Write the golden files: what CPython 3.11 answers to the calls that the tests make.

Run it in this folder: python3 make.py. Each line is a call and its answer, separated by tabs: the name of the function,
its arguments, and the result or, after a `!`, the exception. Texts are marked `s`, bytes `b` (hexadecimal), floats `f`
(the bits); characters that are not printable ASCII are written as `\\` code `;`.
"""

import itertools
import math
import random
import struct
import sys

RANDOM = random.Random(20)
LIMIT = sys.get_int_max_str_digits()


def escaped(text):
    plain = lambda c: " " <= c <= "~" and c not in "\\|"
    return "".join(c if plain(c) else f"\\{ord(c):x};" for c in text)


def shown(value):
    match value:
        case None | bool():
            return str(value)
        case int():
            return str(value)
        case float():
            # All NaNs are one to Python, and which of them it gives depends on the processor.
            value = NAN if math.isnan(value) else value
            return "f%016x" % struct.unpack("<Q", struct.pack("<d", value))
        case str():
            return "s" + escaped(value)
        case bytes():
            return "b" + value.hex()
        case list() | tuple():
            return "[" + "|".join(map(shown, value)) + "]"
    raise TypeError(type(value))


class Golden:
    """One file of calls."""

    def __init__(self, name):
        self.file = open(name + ".txt", "w", encoding="ascii", newline="\n")

    def call(self, name, function, *args):
        # Digits are not limited while arguments and results are written, only while the function runs.
        sys.set_int_max_str_digits(LIMIT)
        try:
            result = function(*args)
        except Exception as error:
            answer = f"!{type(error).__name__}: {escaped(str(error))}"
        else:
            if isinstance(result, complex):
                return
            sys.set_int_max_str_digits(0)
            answer = shown(result)
        sys.set_int_max_str_digits(0)
        self.file.write("\t".join([name, *map(shown, args), answer]) + "\n")

    def each(self, name, function, *choices):
        for args in itertools.product(*choices):
            self.call(name, function, *args)


def real_power(a, b):
    # A complex result, even one that overflows, is not asked for.
    return 1j if a < 0 and math.isfinite(a) and math.isfinite(b) and b % 1 else a**b


def random_float():
    return struct.unpack("<d", struct.pack("<Q", RANDOM.getrandbits(64)))[0]


INF, NAN = math.inf, math.nan
FLOATS = [
    0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 2.5, -2.5, 1e15, 1e16, 1e17, 123456789.123, 1e-4, 1e-5, 0.00012345, 1e22, 1e23,
    5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0, 0.3, 2.675, 1.005, 1e100, -1e-100,
    INF, -INF, NAN, 100.0, 3.0, 12345.678, 2.0**63, -(2.0**63), 2.0**64,
]
INTS = [
    0, 1, -1, 2, -2, 3, 7, -7, 10, 255, -256, 1000, 12345, -12345, 1234567, 2**31, 2**53, 2**53 + 1, 2**63 - 1, -(2**63),
    2**63, 2**64 + 1, -(10**20), 10**30 + 7, 3**100, -(7**200),
]


def float_file():
    golden = Golden("float")
    many = FLOATS + [2.0**n for n in range(-1074, 1024, 5)] + [random_float() for _ in range(150)]
    many = [x for x in many if x == x] + [NAN]
    golden.each("repr", repr, many)
    golden.each("hex", float.hex, many[::7] + FLOATS)
    golden.each("hash", hash, [x for x in many if x == x])
    texts = [
        "1", " 1.5\n", "1_000.5", "1__0", "_1", "1_", "1._5", "1e5", "1e+05", "1E-5", "1e", ".5", "5.", ".", "", " ", "inf", "-Infinity",
        "+INF", "nan", "-nan", "+NaN", "infinit", "0x10", "1e400", "-1e400", "1e-400", "1.7976931348623159e308", "٣.٥", "1 2", "--1", "+-1",
        "é", "1\0", "1e1_0", "1_e5", "\u3000 7\x1f", "9007199254740993", "2.2250738585072011e-308", "100000000000000016777215", "1j", "0_0.0_1", "e5", "'",
    ]
    golden.each("parse", float, texts)
    some = [0.0, -0.0, 1.0, -1.0, 3.5, -3.5, 0.1, 1e300, -1e-300, 7.0, INF, -INF, NAN, 5e-324]
    golden.each("div", lambda a, b: a / b, some, some)
    golden.each("floor_div", lambda a, b: a // b, some, some)
    golden.each("mod", lambda a, b: a % b, some, some)
    golden.each("div_mod", divmod, some, some)
    golden.each("pow", real_power, some + [2.0, -2.0, -8.0], some + [2.0, 3.0, -2.0, 0.5, 1e10])
    halves = [0.5, 1.5, 2.5, 0.15, 0.25, 0.35, 2.675, 1234.5, 1250.0, 1350.0, 55.0, 45.0, 50.0, 51.0, 5e22, 1.5e300, 1.7976931348623157e308, -650.0, 0.045]
    golden.each("round", round, halves + FLOATS, [0, 1, 2, -1, -2, -3, 17, 400, -308, -400, 323, -23, 22])
    golden.each("round_to_int", round, halves + FLOATS)
    golden.each("trunc", int, FLOATS)
    golden.each("floor", math.floor, FLOATS)
    golden.each("ceil", math.ceil, FLOATS)
    golden.each("is_integer", float.is_integer, FLOATS)
    golden.each("ratio", float.as_integer_ratio, FLOATS)
    order = lambda a, b: -1 if a < b else 1 if a > b else 0 if a == b else None
    edges = [2**53 + 1, 2**63, 2**63 + 1, 2**64, 10**400, -(10**400), 0, 1, -1, 2, 10**22, 10**23, 9007199254740992]
    golden.each("compare", order, FLOATS, edges)


def int_file():
    golden = Golden("int")
    binary = {
        "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
        "floor_div": lambda a, b: a // b, "mod": lambda a, b: a % b, "div_mod": divmod, "true_div": lambda a, b: a / b,
        "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b,
        "gcd": math.gcd, "lcm": math.lcm,
    }
    for name, function in binary.items():
        golden.each(name, function, INTS[::3] + [2**63], INTS[1::3] + [0])
    small = [0, 1, -1, 5, 62, 63, 64, 100]
    golden.each("shl", lambda a, b: a << b, INTS, small)
    golden.call("shl", lambda a, b: a << b, 1, 2**70)
    golden.each("shr", lambda a, b: a >> b, INTS, small + [2**70])
    golden.each("pow", lambda a, b: a**b, INTS[:14] + [2**63, -(10**20)], [0, 1, 2, 3, 17, 64, -1, -2])
    golden.call("pow", lambda a, b: a**b, 10**400, -1)
    golden.each("pow", lambda a, b: a**b, [0, 1, -1], [2**70, 2**70 + 1])
    golden.each("pow_mod", pow, [0, 1, 2, -3, 10, 2**64 + 1], [0, 1, 5, -1, -3, 100], [0, 1, -1, 7, -7, 4, 10**20])
    unary = {
        "neg": lambda a: -a, "abs": abs, "invert": lambda a: ~a, "bit_length": int.bit_length,
        "bit_count": int.bit_count, "hash": hash, "float": float, "isqrt": math.isqrt,
    }
    edges = [2**61 - 1, 2**61 - 2, 2**61, 2**122 - 1, -(2**61) + 1, 2**1024 - 2**970, 2**1024 - 2**970 - 1, 10**400, 2**54 + 3, 2**54 + 2, 2**54 + 6, (2**54 + 2) << 80, ((2**54 + 2) << 80) + 1]
    for name, function in unary.items():
        golden.each(name, function, INTS + edges)
    ratios = [(10**400, 3), (10**400, 10**399), (1, 10**400), (1, 10**320), (3, 2**1075), (1, 2**1075), (5, 2**1076), (-(10**23), 10**20), (2**53 + 1, 2**53 - 1), (2**1024 - 2**969, 1), (2**1024 - 2**970, 1)]
    ratios += [(RANDOM.getrandbits(RANDOM.randrange(1, 300)) + 1, RANDOM.getrandbits(RANDOM.randrange(1, 300)) + 1) for _ in range(150)]
    for a, b in ratios:
        golden.call("true_div", binary["true_div"], a, b)
    golden.each("round", round, INTS, [0, 2, -1, -2, -3, -25, -400])
    golden.each("round", round, [5, 15, 25, 35, -5, -15, 150, 250, 50, 51, 49], [-1, -2])
    texts = [
        "0", "12", "-12", "+7", " 42\n", "1_000", "1__0", "_1", "1_", "", " ", "-", "+ 1", "0x1f", "0X_1F", "0x", "0b101", "0b", "0o17", "0b2", "017", "00", "0_0", "z",
        "Zz", "1e5", "1.0", "٣٤", "\u3000 5\x1f", "é", "x" * 300, "99999999999999999999", "-9223372036854775808", "a\tb'", "0x-1", "1 2", "１２",
    ]
    golden.each("parse", int, texts, [10, 0, 16, 2, 36, 8])
    golden.each("parse", int, ["9" * 4300, "9" * 4301], [10])
    golden.each("parse", int, ["f" * 5000], [16, 36])
    golden.each("parse", int, ["1"], [1, 37, -1])
    golden.each("parse_bytes", int, [b"12", b" 7\x0b\n", b"1\x1c", b"\xff", b"", b"0x1f"], [10, 16])
    golden.each("str", str, INTS + [10**1000, -(3**8000), 10**4299, 10**4300, -(10**4300) + 1])
    golden.each("long_str", lambda base, power: str_unlimited(base**power), [3, 10, -7], [5000])
    golden.each("radix", radix_text, INTS, [2, 8, 16, 36])
    golden.each("to_bytes", lambda n, size, order, signed: n.to_bytes(size, order, signed=signed), [0, 1, -1, 127, 128, -128, -129, 255, 256, 2**64, -(2**63)], [0, 1, 2, 8, 9, -1], ["big", "little"], [False, True])
    golden.each("from_bytes", lambda b, order, signed: int.from_bytes(b, order, signed=signed), [b"", b"\x00", b"\xff", b"\x80\x00", b"\x01\x02\x03", b"\xff" * 8, b"\x00" + b"\xff" * 9], ["big", "little", "mixed"], [False, True])


def str_unlimited(value):
    sys.set_int_max_str_digits(0)
    return str(value)


def radix_text(value, radix):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    magnitude, out = abs(value), ""
    while magnitude or not out:
        magnitude, digit = divmod(magnitude, radix)
        out = digits[digit] + out
    return "-" * (value < 0) + out


def format_file():
    golden = Golden("format")
    specs = [
        "", "5", "<5", "^8", ">8", "=8", "08", "<08", "*^9", "é>6", "+", "-", " ", "+08d", "d", "n", "x", "#x", "#X", "#010x", "_x", "_b", "b", "o", "#o", "c", "5c", "+c", "#c",
        ",", "_", "010,", "012,d", "013,d", "014_", "_,", ",_", ",,", "__", ",x", ",c", ",s", "_s", ",n", "e", ".3e", "E", "f", ".0f", ".2f", "#.0f", ",.2f", "015,.2f", "g", "G", ".3g", "#.3g", "%", ".1%", "08.1%", ".5", ".0", ".1", "z", "z.0f", "z.1f", "F", "s", "5s", ".2s", "<7.1s", "=5s",
        "r", "\n", "é", "10dd", ".", ".d", "5.", "99999999999999999999", ".99999999999999999999f", "{<6", "}>6", "<<6", "0=8", "00000", " <5", "x<", "+.2e", "_.3f", "020_.3f", "#g", "#.0e", "z+8.1f", "06_b", "010_x", "y", "?",
    ]
    values = [0, 7, -5, 255, 1234567, -1234567, 2**70, 0.0, -0.0, 1.0, 3.14159, -2.5, 1e16, 1234567.891, -0.04, 1e-7, 123456.0, INF, -INF, NAN, "", "abc", "日本", True, False]
    golden.each("format", format, values, specs)
    golden.call("format", format, 0x110000, "c")
    golden.call("format", format, 0x1F600, "3c")
    golden.call("format", format, -1, "c")
    golden.call("format", format, 10**400, "f")
    styles = [".0e", ".1e", ".5e", ".17e", ".0f", ".1f", ".3f", ".20f", ".0g", ".1g", ".4g", ".17g", "#.4g", ".6", ".17", ".2", ".400f", ".1200f"]
    ties = [0.5, 1.5, 2.5, 0.25, 0.125, 0.375, 2.5e15, 1e15 + 0.5, 2.5e22, 8.5, 9.5, 99.5, 999999.5, 9.9999e-5, 5e-324, 1.7976931348623157e308]
    golden.each("format", format, ties + [abs(random_float()) for _ in range(40)], styles[:-2])
    golden.each("format", format, [0.1, 5e-324, 1e300], styles[-2:])


def percent_file():
    golden = Golden("percent")
    ints = ["%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%+05d", "% +d", "%i", "%u", "%x", "%#x", "%X", "%#X", "%o", "%#o", "%#010x", "%.3d", "%8.3d", "%08.3d", "%-08d|", "%#.5x", "%ld", "%c", "%5c", "%-5c|", "%s", "%.2s", "%7r", "%f", "%y", "%é", "%", "%5", "%(a)d", "%(a", "%((a))d", "%d%%", "a%db%%c", "%.d", "%99999999999999999999d", "%.99999999999999999999d", "日%q"]
    golden.each("percent", percent, ints, [0, 42, -42, 2**70, -(2**65), 65])
    floats = ["%f", "%e", "%g", "%E", "%G", "%F", "%.0f", "%#.0f", "%10.2f|", "%-10.2f|", "%010.2f", "%+.1f", "% .1f", "%#g", "%.3g", "%s", "%r", "%.3s", "%05f", "%c"]
    golden.each("percent", percent, floats, FLOATS[::2] + [NAN, INF])
    golden.each("percent", percent, ["%s", "%5s", "%-5s|", "%.1s", "%05s", "%r", "%a", "%10.3a", "%c", "%3c", "%d", "%x", "%i", "%f", "%%%s"], ["", "a", "héllo", "x'y", "日"])
    golden.each("star", lambda template, width, precision, value: template % (width, precision, value), ["%*.*f", "%-*.*f|", "%0*.*d"], [8, -8, 0], [2, 0, -3], [3.14159, 42])


def percent(template, value):
    return template % ({"a": value, "(a)": value} if "(a" in template else (value,))


def template_file():
    golden = Golden("template")
    templates = [
        "", "abc", "{}", "{} {}", "{0} {1} {0}", "{0}{}", "{}{0}", "{{}}", "{{{}}}", "{", "}", "a}b", "a{", "{}}", "{0", "{0!r}", "{0!s:>5}", "{1!a}", "{0!x}", "{0!", "{0!r", "{0!rx}", "{0!}", "{!r}", "{:>{}}", "{:>{width}}", "{0:{1}}", "{:{:{}}}", "{0:{}}",
        "{name}", "{name:*^9}", "{other}", "{5}", "{0.real}", "{0.real.imag}", "{0.}", "{0[}", "{0[]}", "{pair[0]}", "{pair[1]}", "{table[key]}", "{table[a b!:}]}", "{pair[0]x}", "{a{b}}", "{0:{", "{0:}}", "{0:{{}", "{99999999999999999999}", "{pair[99999999999999999999]}", "日本{}語", "{0!é}", "{-1}", "{ }", "{0:}", "{name!r:>{width}}|{0:0{width}d}", "{table[0x]}", "{pair[01]}", "{.real}", "{:d}{:d}", "{!r:{}}", "}}{{", "{0!r:}", "{}{}{}{}{}",
    ]
    # The texts of the fields are made by a small function of the test's own, so that no object is needed.
    golden.each("template", lambda template: render(template), templates)


def render(template):
    class Pair(list):
        pass

    return template.format(7, 12, name="né", width=8, pair=[10, 20], table={"key": 30, "a b!:}": 40, "0x": 50})


TEXTS = ["", "a", "abcabc", "  a  b c ", "aaaa", "héllo wörld", "日本語日本", "a\r\nb\nc\rd\x0be\x1cf\x85g\u2028h", "\t\n x\u3000y\x1f", "aXbXXc", "ABC", "Hello World", "ǆ ǅ ßabc", "ΑΣ ΣΑΣ Σ", "they're bill's", "+42", "-7", "🎉a🎉", "ﬁn ŉ İi ıI", "x\ty\tz", "ᾳ ᾼ", "ა Ა", "Ꭰꭰ", "a.ΣB Σ.a"]
SUBS = ["", "a", "bc", "XX", "本", "l", "🎉", " ", "zz", "aa", "\n"]
BOUNDS = [(None, None), (1, None), (None, -1), (2, 4), (-3, None), (4, 2), (100, None), (0, 100), (-100, -1), (3, 3)]


def str_file():
    golden = Golden("str")
    for name in ["find", "rfind", "index", "count", "startswith", "endswith", "rindex"]:
        method = getattr(str, name)
        texts = TEXTS[:9:2] + TEXTS[17:18] if name in ("find", "count", "endswith") else TEXTS[2:9:2]
        for text, sub, (start, end) in itertools.product(texts, SUBS, BOUNDS[: None if name in ("find", "count") else 6]):
            golden.call(name, method, text, sub, start, end)
    for name in ["split", "rsplit"]:
        golden.each(name, getattr(str, name), TEXTS, [None, "a", "XX", "", " ", "本"], [-1, 0, 1, 2])
    golden.each("splitlines", str.splitlines, TEXTS + ["\n", "\r\n\r\n", "a\n"], [False, True])
    for name in ["partition", "rpartition"]:
        golden.each(name, getattr(str, name), TEXTS[:10], SUBS)
    for name in ["strip", "lstrip", "rstrip"]:
        golden.each(name, getattr(str, name), TEXTS, [None, "", " a", "aX日", "\t"])
    golden.each("removeprefix", str.removeprefix, TEXTS[:10], SUBS)
    golden.each("removesuffix", str.removesuffix, TEXTS[:10], SUBS)
    golden.each("replace", str.replace, TEXTS[:10], SUBS[::2] + ["a"], ["", "<>"], [-1, 0, 2])
    for name in ["upper", "lower", "title", "capitalize", "swapcase", "casefold"]:
        golden.each(name, getattr(str, name), TEXTS)
    odd = ["a1", "1", "²", "½", "٣", "一", "Ⅷ", "a_b", "1a", "é", "_", "class", "Ab Cd", "AB", "ab", "aB", "ǅ", "A1", " \x1f", "\u3000", "a\n", "·a", "a·", "\u200b", "℘", "ª", "ⓐ", "A", "1A", "ǅa"]
    for name in ["isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper", "islower", "istitle", "isidentifier", "isprintable"]:
        golden.each(name, getattr(str, name), TEXTS + odd)
    for name in ["center", "ljust", "rjust"]:
        golden.each(name, getattr(str, name), ["", "a", "ab", "日本", "héllo"], [-1, 0, 4, 5, 8], ["*", "本", "ab", ""])
    golden.each("zfill", str.zfill, ["", "a", "-7", "+42", "--1", "日"], [-1, 0, 3, 6])
    golden.each("expandtabs", str.expandtabs, TEXTS + ["\ta\nb\tc", "日\tx"], [8, 4, 1, 0, -1])
    golden.each("get", lambda text, index: text[index], ["", "abc", "日本語", "a🎉b"], [0, 1, 2, 3, -1, -3, -4])
    steps = [None, 1, 2, 3, -1, -2]
    ends = [None, 0, 1, 2, -1, -2, 9, -9]
    golden.each("slice", lambda text, *parts: text[slice(*parts)], ["日a本🎉é"], ends, ends, steps)
    golden.each("slice", lambda text, *parts: text[slice(*parts)], ["abcdef"], ends[::2], ends[1::2], steps)


def bytes_file():
    golden = Golden("bytes")
    datas = [b"", b"a", b"abcabc", b"  a  b c ", b"aaaa", b"a\r\nb\nc\rd\x0be\x1cf", b"\x00\xff\x80", b"aXbXXc", b"Hello World", b"they're", b"+42", b"x\ty\tz"]
    subs = [b"", b"a", b"bc", b"XX", b" ", b"\xff"]
    for name in ["find", "rfind", "index", "rindex", "count", "startswith", "endswith"]:
        for data, sub, (start, end) in itertools.product(datas[:8:2], subs, BOUNDS):
            golden.call(name, getattr(bytes, name), data, sub, start, end)
    for name in ["split", "rsplit"]:
        golden.each(name, getattr(bytes, name), datas, [None, b"a", b"XX", b""], [-1, 0, 1, 2])
    golden.each("splitlines", bytes.splitlines, datas, [False, True])
    for name in ["partition", "rpartition", "removeprefix", "removesuffix"]:
        golden.each(name, getattr(bytes, name), datas, subs)
    for name in ["strip", "lstrip", "rstrip"]:
        golden.each(name, getattr(bytes, name), datas, [None, b"", b" a"])
    golden.each("replace", bytes.replace, datas[:9], subs, [b"", b"<>"], [-1, 0, 1, 2])
    names = ["upper", "lower", "title", "capitalize", "swapcase", "isalpha", "isdigit", "isalnum", "isspace", "isupper", "islower", "istitle", "isascii"]
    for name in names:
        golden.each(name, getattr(bytes, name), datas + [b"AB", b"12", b"A1", b" \x0b", b"Ab Cd"])
    for name in ["center", "ljust", "rjust"]:
        golden.each(name, getattr(bytes, name), [b"", b"a", b"ab"], [-1, 4, 5], [b"*"])
    golden.each("zfill", bytes.zfill, [b"", b"-7", b"+42", b"ab"], [0, 5])
    golden.each("expandtabs", bytes.expandtabs, [b"x\ty\tz", b"\ta\nb\tc"], [8, 3, 0])
    golden.each("translate", lambda data, table, delete: data.translate(table, delete), [b"abc", b""], [None, bytes(range(255, -1, -1)), b"short"], [b"", b"b"])
    golden.each("hex", lambda data: data.hex(), datas)
    golden.each("hex_grouped", lambda data, separator, group: data.hex(separator, group), [b"", b"abcde", b"abcd"], [":"], [1, 2, 3, -2, 0, 100])
    golden.each("fromhex", bytes.fromhex, ["", "00ff", "AB cd\n", "a", "zz", "az", "a b", "0é", "abc", "日"])
    encodings = ["utf-8", "ascii", "latin-1", "UTF8", "Latin_1", "nope"]
    errors = ["strict", "ignore", "replace", "backslashreplace", "odd"]
    bad = [b"ok", "é日🎉".encode(), b"\xff", b"a\xe2\x82", b"\xe2\x28a", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f\x8e", b"\xc3", b"\xc0\xaf", b"a\x80\x80b", b"\xf5\x80"]
    golden.each("decode", bytes.decode, bad, encodings[:4], errors)
    golden.call("decode", bytes.decode, b"a", "nope", "strict")
    golden.each("encode", str.encode, ["ok", "é", "a日本b", "🎉", "é日é"], encodings, errors + ["xmlcharrefreplace"])
    golden.each("repr", repr, datas + [b"'", b'"', b"'\"", b"\\\n\t\r\x7f"])


def other_file():
    golden = Golden("other")
    texts = TEXTS + ["'", '"', "'\"", "\\", "\n\t\r\x00\x7f\x80\xad\xa0", "\u200b\ufeff\ue000", "\U000e0001\U0001f600", "it's", "\u0378", "a'b\\"]
    golden.each("repr", repr, texts)
    golden.each("ascii", ascii, texts)
    ends = [None, 0, 1, 3, 5, 7, -1, -5, -6, -9, 2**63 - 1, -(2**63)]
    indices = lambda length, *parts: list(slice(*parts).indices(length)) + [len(range(*slice(*parts).indices(length)))]
    golden.each("slice", indices, [0, 5], ends, ends[:10], [None, 1, 2, -1, -3, 0, 2**63 - 1, 1 - 2**63])
    golden.each("tuple_hash", lambda *items: hash(items), INTS[:4], INTS[10:14])
    golden.call("tuple_hash", lambda *items: hash(items))
    golden.call("tuple_hash", lambda *items: hash(items), 5)
    every = [c for c in map(chr, range(sys.maxunicode + 1)) if not 0xD800 <= ord(c) < 0xE000]
    for name in ["isprintable", "isalpha", "isdecimal", "isdigit", "isnumeric", "isalnum", "isspace", "isidentifier"]:
        golden.call("class", fingerprint(every), name)
    golden.call("class", lambda name: fingerprint([c for c in every])("isidentifier", "a"), "continue")


def fingerprint(every):
    """How many characters are in a class, and a checksum of which."""

    def of(name, before=""):
        codes = [ord(c) for c in every if getattr(before + c, name)()]
        total = 0
        for code in codes:
            total = (total * 1000003 + code) % 2**64
        return [len(codes), total]

    return of


for write in [float_file, int_file, format_file, percent_file, template_file, str_file, bytes_file, other_file]:
    write()
