"""Files that are kept in memory."""

__all__ = ["BytesIO", "SEEK_CUR", "SEEK_END", "SEEK_SET", "StringIO", "UnsupportedOperation"]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError, ValueError):
    """The file cannot do that."""


class _Memory:
    """A file around one value that can be sliced and joined; `_empty` says which kind."""

    def __init__(self, initial=None):
        self._value = self._empty if initial is None else self._checked(initial)
        self._position = 0
        self._written = []
        self.closed = False

    def getvalue(self):
        """Everything in the file, wherever the position is."""
        self._check_open()
        if self._written:
            # Writes at the end are collected and joined once.
            self._value += self._empty.join(self._written)
            self._written = []
        return self._value

    def write(self, data):
        """Write at the position; how much was written."""
        data = self._checked(data)
        if self._position == self._size():
            self._written.append(data)
        else:
            value = self.getvalue()
            if self._position > len(value):
                value += self._padding * (self._position - len(value))
            end = self._position + len(data)
            self._value = value[:self._position] + data + value[end:]
        self._position += len(data)
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def read(self, size=-1):
        """From the position up to `size` further, or to the end."""
        value = self.getvalue()
        end = len(value) if size is None or size < 0 else self._position + size
        result = value[self._position:end]
        self._position += len(result)
        return result

    def readline(self, size=-1):
        """From the position to the end of the line."""
        value = self.getvalue()
        end = value.find(self._newline, self._position)
        end = len(value) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._position + size)
        result = value[self._position:end]
        self._position += len(result)
        return result

    def readlines(self, hint=-1):
        return list(self)

    def seek(self, position, whence=SEEK_SET):
        """Move the position; where it is then."""
        if whence == SEEK_CUR:
            position += self._position
        elif whence == SEEK_END:
            position += self._size()
        if position < 0:
            raise ValueError(f"negative seek value {position}")
        self.getvalue()
        self._position = position
        return position

    def tell(self):
        self._check_open()
        return self._position

    def truncate(self, size=None):
        size = self._position if size is None else size
        self._value = self.getvalue()[:size]
        return size

    def close(self):
        self.closed = True

    def flush(self):
        self._check_open()

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *exception):
        self.close()

    def _size(self):
        self._check_open()
        # Whatever moves the position away from the end joins the writes first.
        return self._position if self._written else len(self._value)

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")


class StringIO(_Memory):
    """A text file in memory."""

    _empty = ""
    _padding = "\0"
    _newline = "\n"

    def __init__(self, initial_value="", newline="\n"):
        _Memory.__init__(self, initial_value)

    def _checked(self, data):
        if not isinstance(data, str):
            raise TypeError(f"string argument expected, got {type(data).__name__!r}")
        return data


class BytesIO(_Memory):
    """A binary file in memory."""

    _empty = b""
    _padding = b"\0"
    _newline = b"\n"

    def __init__(self, initial_bytes=b""):
        _Memory.__init__(self, initial_bytes)

    def getbuffer(self):
        return self.getvalue()

    def _checked(self, data):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return bytes(data)
