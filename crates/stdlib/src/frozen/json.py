"""JSON: values to text and back."""

__all__ = ["JSONDecodeError", "dump", "dumps", "load", "loads"]


class JSONDecodeError(ValueError):
    """The text is not JSON; `pos`, `lineno` and `colno` say where."""

    def __init__(self, msg, doc, pos):
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = doc.count("\n", 0, pos) + 1
        self.colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(
            self, f"{msg}: line {self.lineno} column {self.colno} (char {pos})")


def dumps(obj, *, skipkeys=False, ensure_ascii=True, allow_nan=True, indent=None, separators=None,
          default=None, sort_keys=False, check_circular=True):
    """The value as JSON text."""
    if isinstance(indent, int):
        indent = " " * indent
    if separators is None:
        separators = (", ", ": ") if indent is None else (",", ": ")
    writer = _Writer(skipkeys, ensure_ascii, allow_nan, indent, separators, default, sort_keys)
    writer.write(obj, "\n")
    return "".join(writer.parts)


def dump(obj, fp, **options):
    """Write the value as JSON text to a file."""
    fp.write(dumps(obj, **options))


def loads(s, *, object_hook=None, object_pairs_hook=None, parse_float=None, parse_int=None):
    """The value that JSON text stands for."""
    if isinstance(s, (bytes, bytearray)):
        s = s.decode("utf-8")
    elif not isinstance(s, str):
        raise TypeError("the JSON object must be str, bytes or bytearray, "
                        f"not {type(s).__name__}")
    if s.startswith("\ufeff"):
        raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    if object_pairs_hook is None:
        object_pairs_hook = (lambda pairs: object_hook(dict(pairs))) if object_hook else dict
    reader = _Reader(s, object_pairs_hook, parse_float or float, parse_int or int)
    value, end = reader.value(reader.skip(0))
    end = reader.skip(end)
    if end != len(s):
        raise JSONDecodeError("Extra data", s, end)
    return value


def load(fp, **options):
    """The value that the JSON text in a file stands for."""
    return loads(fp.read(), **options)


class _Writer:
    """Collects the parts of the text; `line` is a newline with the indentation so far."""

    def __init__(self, skipkeys, ensure_ascii, allow_nan, indent, separators, default, sort_keys):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.allow_nan = allow_nan
        self.indent = indent
        self.item_separator, self.key_separator = separators
        self.default = default
        self.sort_keys = sort_keys
        self.parts = []
        self.open = set()

    def write(self, value, line):
        if isinstance(value, str):
            self.parts.append(_quoted(value, self.ensure_ascii))
        elif value is None or value is True or value is False or isinstance(value, (int, float)):
            self.parts.append(self.scalar(value))
        elif isinstance(value, (list, tuple)):
            self.inside(value, self.write_list, line)
        elif isinstance(value, dict):
            self.inside(value, self.write_dict, line)
        elif self.default is not None:
            self.inside(value, lambda v, l: self.write(self.default(v), l), line)
        else:
            raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")

    def inside(self, value, write, line):
        if id(value) in self.open:
            raise ValueError("Circular reference detected")
        self.open.add(id(value))
        write(value, line)
        self.open.discard(id(value))

    def write_list(self, items, line):
        inner = line + (self.indent or "")
        self.parts.append("[")
        for number, item in enumerate(items):
            self.separate(number, inner)
            self.write(item, inner)
        self.finish(items, line, "]")

    def write_dict(self, mapping, line):
        inner = line + (self.indent or "")
        items = sorted(mapping.items()) if self.sort_keys else mapping.items()
        self.parts.append("{")
        number = 0
        for key, value in items:
            key = self.key(key)
            if key is None:
                continue
            self.separate(number, inner)
            self.parts.append(_quoted(key, self.ensure_ascii) + self.key_separator)
            self.write(value, inner)
            number += 1
        self.finish(number, line, "}")

    def separate(self, number, inner):
        if number:
            self.parts.append(self.item_separator)
        if self.indent is not None:
            self.parts.append(inner)

    def finish(self, content, line, bracket):
        if content and self.indent is not None:
            self.parts.append(line)
        self.parts.append(bracket)

    def key(self, key):
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, (int, float)):
            return self.scalar(key)
        if self.skipkeys:
            return None
        raise TypeError("keys must be str, int, float, bool or None, "
                        f"not {type(key).__name__}")

    def scalar(self, value):
        if value is None:
            return "null"
        if value is True:
            return "true"
        if value is False:
            return "false"
        if isinstance(value, int):
            return int.__repr__(value)
        if value != value:
            text = "NaN"
        elif value in (_INFINITY, -_INFINITY):
            text = "Infinity" if value > 0 else "-Infinity"
        else:
            return float.__repr__(value)
        if not self.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant")
        return text


class _Reader:
    """Reads values out of a text; every method takes a position and gives the one after."""

    def __init__(self, text, pairs_hook, parse_float, parse_int):
        self.text = text
        self.pairs_hook = pairs_hook
        self.parse_float = parse_float
        self.parse_int = parse_int

    def skip(self, at):
        text = self.text
        while at < len(text) and text[at] in " \t\n\r":
            at += 1
        return at

    def value(self, at):
        first = self.text[at:at + 1]
        if first == '"':
            return self.string(at + 1)
        if first == "{":
            return self.object(at + 1)
        if first == "[":
            return self.array(at + 1)
        for word, value in _WORDS:
            if self.text.startswith(word, at):
                return value, at + len(word)
        return self.number(at)

    def object(self, at):
        pairs = []
        at = self.skip(at)
        if self.text[at:at + 1] == "}":
            return self.pairs_hook(pairs), at + 1
        while True:
            if self.text[at:at + 1] != '"':
                self.fail("Expecting property name enclosed in double quotes", at)
            key, at = self.string(at + 1)
            at = self.skip(at)
            if self.text[at:at + 1] != ":":
                self.fail("Expecting ':' delimiter", at)
            value, at = self.value(self.skip(at + 1))
            pairs.append((key, value))
            at = self.skip(at)
            if self.text[at:at + 1] == "}":
                return self.pairs_hook(pairs), at + 1
            at = self.skip(self.comma(at))

    def array(self, at):
        items = []
        at = self.skip(at)
        if self.text[at:at + 1] == "]":
            return items, at + 1
        while True:
            value, at = self.value(at)
            items.append(value)
            at = self.skip(at)
            if self.text[at:at + 1] == "]":
                return items, at + 1
            at = self.skip(self.comma(at))

    def comma(self, at):
        if self.text[at:at + 1] != ",":
            self.fail("Expecting ',' delimiter", at)
        return at + 1

    def string(self, at):
        begin = at - 1
        text = self.text
        parts = []
        while True:
            start = at
            while at < len(text) and text[at] not in '"\\' and text[at] >= " ":
                at += 1
            parts.append(text[start:at])
            if at >= len(text):
                self.fail("Unterminated string starting at", begin)
            if text[at] == '"':
                return "".join(parts), at + 1
            if text[at] != "\\":
                self.fail("Invalid control character at", at)
            character, at = self.escape(at + 1, begin)
            parts.append(character)

    def escape(self, at, begin):
        letter = self.text[at:at + 1]
        if letter == "":
            self.fail("Unterminated string starting at", begin)
        if letter != "u":
            if letter not in _ESCAPES:
                self.fail("Invalid \\escape", at - 1)
            return _ESCAPES[letter], at + 1
        code = self.hexadecimal(at + 1)
        at += 5
        # Two halves of a surrogate pair make one character.
        if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", at):
            low = self.hexadecimal(at + 2)
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), at + 6
        return chr(code), at

    def hexadecimal(self, at):
        digits = self.text[at:at + 4]
        if len(digits) != 4 or not all(d in "0123456789abcdefABCDEF" for d in digits):
            self.fail("Invalid \\uXXXX escape", at - 1)
        return int(digits, 16)

    def number(self, at):
        end = at + (self.text[at:at + 1] == "-")
        whole = self.digits(end)
        if whole == end:
            self.fail("Expecting value", at)
        if self.text[end] == "0":
            whole = end + 1
        end = self.fraction(whole)
        end = self.exponent(end)
        if end == whole:
            return self.parse_int(self.text[at:end]), end
        return self.parse_float(self.text[at:end]), end

    def fraction(self, at):
        if self.text[at:at + 1] != ".":
            return at
        end = self.digits(at + 1)
        return at if end == at + 1 else end

    def exponent(self, at):
        if self.text[at:at + 1] not in ("e", "E"):
            return at
        start = at + 1 + (self.text[at + 1:at + 2] in ("+", "-"))
        end = self.digits(start)
        return at if end == start else end

    def digits(self, at):
        while self.text[at:at + 1] in _DIGITS:
            at += 1
        return at

    def fail(self, message, at):
        raise JSONDecodeError(message, self.text, at)


def _quoted(text, ensure_ascii):
    if ensure_ascii and text.isascii() and text.isprintable():
        if '"' not in text and "\\" not in text:
            return '"' + text + '"'
    return '"' + "".join([_escaped(c, ensure_ascii) for c in text]) + '"'


def _escaped(character, ensure_ascii):
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code < 32 or ensure_ascii and code > 126:
        if code > 0xFFFF:
            code -= 0x10000
            return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
        return f"\\u{code:04x}"
    return character


_INFINITY = float("inf")
_WORDS = (("null", None), ("true", True), ("false", False), ("NaN", float("nan")),
          ("Infinity", _INFINITY), ("-Infinity", -_INFINITY))
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
          "\t": "\\t"}
_DIGITS = frozenset("0123456789")
