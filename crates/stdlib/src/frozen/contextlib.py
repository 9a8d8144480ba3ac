"""Context managers made of generators, and a few ready ones."""

import sys

from abc import ABC
from functools import wraps

__all__ = [
    "AbstractContextManager", "ContextDecorator", "ExitStack", "closing", "contextmanager",
    "nullcontext", "redirect_stderr", "redirect_stdout", "suppress",
]


class AbstractContextManager(ABC):
    """A context manager that gives itself."""

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return None


class ContextDecorator:
    """Lets a context manager decorate a function: each call runs inside it."""

    def _recreate_cm(self):
        return self

    def __call__(self, function):
        @wraps(function)
        def inside(*args, **kwargs):
            with self._recreate_cm():
                return function(*args, **kwargs)
        return inside


class _GeneratorContextManager(ContextDecorator):
    """Runs a generator to its `yield` to enter, and on from there to exit."""

    def __init__(self, function, args, kwargs):
        self.gen = function(*args, **kwargs)
        self.call = function, args, kwargs
        self.__doc__ = function.__doc__

    def _recreate_cm(self):
        return type(self)(*self.call)

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, value, trace):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            self.gen.throw(value)
        except StopIteration as stop:
            # A StopIteration raised in the body must not look like the generator's end.
            return stop is not value
        except RuntimeError as error:
            if error is value:
                return False
            if isinstance(value, StopIteration) and error.__cause__ is value:
                return False
            raise
        except BaseException as error:
            if error is value:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(function):
    """A decorator that makes a context manager of a generator function that yields once."""
    @wraps(function)
    def make(*args, **kwargs):
        return _GeneratorContextManager(function, args, kwargs)
    return make


class closing(AbstractContextManager):
    """Closes a thing at the end."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exception):
        self.thing.close()


class suppress(AbstractContextManager):
    """Goes on after the block when it raised one of the given exceptions."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __exit__(self, kind, value, trace):
        return kind is not None and issubclass(kind, self._exceptions)


class nullcontext(AbstractContextManager):
    """Does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result


class _Redirect(AbstractContextManager):
    def __init__(self, new_target):
        self._target = new_target
        self._old = []

    def __enter__(self):
        self._old.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._target)
        return self._target

    def __exit__(self, *exception):
        setattr(sys, self._stream, self._old.pop())


class redirect_stdout(_Redirect):
    """Sends what is printed to another file."""

    _stream = "stdout"


class redirect_stderr(_Redirect):
    """Sends what goes to standard error to another file."""

    _stream = "stderr"


class ExitStack(AbstractContextManager):
    """Any number of context managers and callbacks, left in reverse order."""

    def __init__(self):
        self._exits = []

    def enter_context(self, manager):
        result = type(manager).__enter__(manager)
        self.push(manager)
        return result

    def push(self, manager):
        """Have `manager.__exit__`, or the function given, called at the end."""
        if hasattr(type(manager), "__exit__"):
            self._exits.append(lambda *exception: type(manager).__exit__(manager, *exception))
        else:
            self._exits.append(manager)
        return manager

    def callback(self, function, /, *args, **kwargs):
        def run(*exception):
            function(*args, **kwargs)
        self._exits.append(run)
        return function

    def pop_all(self):
        """Move everything to a new stack."""
        moved = type(self)()
        moved._exits, self._exits = self._exits, []
        return moved

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, kind, value, trace):
        pending = value
        while self._exits:
            leave = self._exits.pop()
            try:
                if pending is None:
                    leave(None, None, None)
                elif leave(type(pending), pending, pending.__traceback__):
                    pending = None
            except BaseException as error:
                if error.__context__ is None and error is not pending:
                    error.__context__ = pending
                pending = error
        if pending is None:
            return value is not None
        if pending is value:
            return False
        raise pending
