"""Tracebacks as text."""

import sys

__all__ = [
    "format_exc", "format_exception", "format_exception_only", "print_exc", "print_exception",
]


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    """The traceback of an exception as a list of lines, each with its newline."""
    error = exc if value is None else value
    return sys.__format_exception__(error).splitlines(True)


def format_exception_only(exc, /, value=None):
    """The last line of a traceback, in a list."""
    error = exc if value is None else value
    return format_exception(error)[-1:]


def format_exc(limit=None, chain=True):
    """The traceback of the exception being handled, as text."""
    error = sys.exc_info()[1]
    return "NoneType: None\n" if error is None else sys.__format_exception__(error)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    """Write the traceback of an exception to `file`, or to standard error."""
    (file or sys.stderr).write("".join(format_exception(exc, value)))


def print_exc(limit=None, file=None, chain=True):
    """Write the traceback of the exception being handled."""
    (file or sys.stderr).write(format_exc())
