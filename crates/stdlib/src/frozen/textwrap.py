"""Text broken into lines, indented and unindented."""

__all__ = ["dedent", "fill", "indent", "shorten", "wrap"]


def wrap(text, width=70, *, initial_indent="", subsequent_indent="", break_long_words=True):
    """The words of `text` in lines of at most `width` characters."""
    lines = []
    line, start = initial_indent, True
    for word in text.split():
        while True:
            spaced = word if start else " " + word
            if len(line) + len(spaced) <= width:
                line, start = line + spaced, False
                break
            if not start:
                lines.append(line)
                line, start = subsequent_indent, True
                continue
            room = max(width - len(line), 1)
            if not break_long_words or len(word) <= room:
                line, start = line + word, False
                break
            lines.append(line + word[:room])
            line, word = subsequent_indent, word[room:]
    if not start:
        lines.append(line)
    return lines


def fill(text, width=70, **options):
    """The lines of `wrap` as one text."""
    return "\n".join(wrap(text, width, **options))


def shorten(text, width, *, placeholder=" [...]"):
    """The first words of `text`, as many as fit."""
    words = text.split()
    if len(" ".join(words)) <= width:
        return " ".join(words)
    while words and len(" ".join(words) + placeholder) > width:
        words.pop()
    return (" ".join(words) + placeholder) if words else placeholder.lstrip()


def dedent(text):
    """The text without the white space that all its lines begin with."""
    lines = ["" if not line.strip() else line for line in text.split("\n")]
    margin = None
    for line in lines:
        if line:
            spaces = line[:len(line) - len(line.lstrip())]
            margin = spaces if margin is None else _common(margin, spaces)
    return "\n".join([line[len(margin or ""):] for line in lines])


def indent(text, prefix, predicate=None):
    """The text with `prefix` before each line that is not blank."""
    wanted = predicate or str.strip
    return "".join([prefix + line if wanted(line) else line for line in text.splitlines(True)])


def _common(a, b):
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return a[:n]
