"""Interpreters in this process, each with its own lock, modules and objects, and queues between them.

What goes from one to another is a copy, made without pickling: plain data, functions, and instances
of classes. Only queues and interpreters themselves are shared.
"""

import _interpreters
from _interpreters import Queue, create_queue, is_shareable
from concurrent.interpreters._errors import (
    ExceptionInfo,
    ExecutionFailed,
    InterpreterError,
    InterpreterNotFoundError,
    NotShareableError,
    QueueEmpty,
    QueueError,
    QueueFull,
)

__all__ = [
    "get_current", "get_main", "create", "list_all", "is_shareable", "Interpreter",
    "InterpreterError", "InterpreterNotFoundError", "ExecutionFailed", "NotShareableError",
    "create_queue", "Queue", "QueueError", "QueueEmpty", "QueueFull",
]


def create():
    """A new interpreter. It ends when it is closed, or when nobody holds it any more."""
    return Interpreter(_interpreters.create())


def list_all():
    """Every interpreter there is, the oldest first."""
    return [Interpreter(handle) for handle in _interpreters.all()]


def get_current():
    """The interpreter that runs this."""
    return Interpreter(_interpreters.current())


def get_main():
    """The interpreter that the program began in."""
    return Interpreter(_interpreters.main())


class Interpreter:
    """An interpreter of this process, found by its number; `create` makes a new one."""

    def __init__(self, id, /):
        if not isinstance(id, (int, _interpreters.interpreter)):
            raise TypeError(f"id must be an int, got {id!r}")
        self._handle = _interpreters.find(id) if isinstance(id, int) else id

    @property
    def id(self):
        return self._handle.id

    @property
    def whence(self):
        """Where it comes from."""
        return self._handle.whence

    def is_running(self):
        """Whether code is running in its `__main__`."""
        return self._handle.is_running()

    def close(self):
        """End it, once its threads have ended."""
        self._handle.close()

    def prepare_main(self, ns=None, /, **kwargs):
        """Bind copies of the values to these names in its `__main__`."""
        _check(self._handle.prepare(dict(ns or {}, **kwargs)))

    def exec(self, code, /, dedent=True):
        """Run source text in its `__main__`, or a function that takes no arguments."""
        if not isinstance(code, str):
            if not callable(code):
                raise TypeError(f"exec() argument must be str or a function, not {type(code).__name__}")
            self.call(code)
            return
        if dedent and code[:1].isspace():
            from textwrap import dedent as without_indent
            code = without_indent(code)
        _check(self._handle.exec(code))

    def call(self, callable, /, *args, **kwargs):
        """The result of `callable(*args, **kwargs)`, made there."""
        result, failure, _ = self._handle.call(callable, args, kwargs)
        _check(failure)
        return result

    def call_in_thread(self, callable, /, *args, **kwargs):
        """The thread, started, that makes the call; its result is dropped."""
        from threading import Thread
        thread = Thread(target=self.call, args=(callable, *args), kwargs=kwargs)
        thread.start()
        return thread

    def __eq__(self, other):
        if not isinstance(other, Interpreter):
            return NotImplemented
        return self.id == other.id

    def __hash__(self):
        return hash(self.id)

    def __repr__(self):
        return f"Interpreter({self.id})"


def _check(failure):
    if failure is not None:
        raise ExecutionFailed(ExceptionInfo(*failure))
