"""What travels to the workers of `multiprocessing` and `concurrent.futures`.

The functions below run in a worker; each imports what it needs, as its globals may stay behind.
"""

import threading


class InitialiserFailed(Exception):
    """An initialiser raised in a worker."""


class Numbers:
    """The numbers from 1 on, each given once, to whichever thread asks."""

    def __init__(self):
        self._lock = threading.Lock()
        self._last = 0

    def next(self):
        with self._lock:
            self._last += 1
            return self._last


def initialiser(function, args):
    """An initialiser as plain data, numbered so that a worker knows whether it ran it; or None."""
    if function is None:
        return None
    return _initialisers.next(), function, tuple(args)


def initialised(initialiser, function, args, kwargs):
    """The call, made into one that has the worker run the initialiser first."""
    if initialiser is None:
        return function, args, kwargs
    return call_initialised, (initialiser, function, args, kwargs), {}


def call_initialised(initialiser, function, args, kwargs):
    import _calls
    number, initializer, initargs = initialiser
    ran = _calls.ran_here.__dict__.setdefault("numbers", [])
    if number not in ran:
        try:
            initializer(*initargs)
        except Exception as error:
            raise _calls.InitialiserFailed(repr(error))
        ran.append(number)
    return function(*args, **kwargs)


def apply_each(function, argument_lists):
    return [function(*args) for args in argument_lists]


def chunks(items, size):
    """The items in lists of `size`; the last may be shorter."""
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


_initialisers = Numbers()
# For each worker, be it a process or a thread, the numbers of the initialisers that it has run.
ran_here = threading.local()
