"""Named groups of characters, and templates."""

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """The words of `s`, each capitalised."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class Template:
    """Text in which `$name` and `${name}` stand for values, and `$$` for a dollar sign."""

    def __init__(self, template):
        self.template = template

    def substitute(self, mapping={}, /, **kwargs):
        """The text with the values in place; KeyError when one is missing."""
        return self._fill({**mapping, **kwargs}, True)

    def safe_substitute(self, mapping={}, /, **kwargs):
        """The text with the values that there are in place."""
        return self._fill({**mapping, **kwargs}, False)

    def _fill(self, values, strict):
        pieces = self.template.split("$")
        result = [pieces[0]]
        skip = False
        for piece in pieces[1:]:
            if skip:
                skip = False
                result.append(piece)
            elif piece == "":
                # Two dollar signs in a row: what follows is plain text.
                result.append("$")
                skip = True
            else:
                result.append(self._value(piece, values, strict))
        return "".join(result)

    def _value(self, piece, values, strict):
        braced = piece.startswith("{")
        name, rest = _split_name(piece[1:] if braced else piece)
        if not name or (braced and not rest.startswith("}")):
            if strict:
                raise ValueError("Invalid placeholder in string")
            return "$" + piece
        if name not in values and not strict:
            return "$" + piece
        return str(values[name]) + (rest[1:] if braced else rest)


def _split_name(text):
    end = 0
    while end < len(text) and (text[end] == "_" or text[end].isalnum()) and text[end].isascii():
        end += 1
    if text[:1].isdigit():
        end = 0
    return text[:end], text[end:]
