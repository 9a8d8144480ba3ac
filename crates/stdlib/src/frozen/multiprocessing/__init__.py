"""Processes with the interface of threads: processes, pools, and what connects them."""

import _pool
from multiprocessing.pool import Pool
from multiprocessing.process import (
    AuthenticationError,
    BufferTooShort,
    Process,
    ProcessError,
    TimeoutError,
    active_children,
    current_process,
    parent_process,
)
from multiprocessing.synchronize import (
    Array,
    BoundedSemaphore,
    Event,
    JoinableQueue,
    Lock,
    RLock,
    Semaphore,
    Value,
)

__all__ = [
    "Array", "AuthenticationError", "BoundedSemaphore", "BufferTooShort", "Event", "JoinableQueue",
    "Lock", "Pipe", "Pool", "Process", "ProcessError", "Queue", "RLock", "Semaphore",
    "SimpleQueue", "TimeoutError", "Value", "active_children", "cpu_count", "current_process",
    "freeze_support", "get_all_start_methods", "get_context", "get_start_method",
    "parent_process", "set_start_method",
]

_START_METHODS = ["fork", "spawn", "forkserver"]


def Queue(maxsize=0):
    """A queue between processes; `maxsize` 0 means no bound. Plain data only crosses."""
    return _pool.queue(maxsize)


def SimpleQueue():
    """A queue between processes without a bound."""
    return _pool.queue(0)


def Pipe(duplex=True):
    """Two connected ends; when not `duplex`, the first receives and the second sends."""
    return _pool.pipe(duplex)


def cpu_count():
    """How many processors the machine has."""
    number = _pool.cpu_count()
    if number is None:
        raise NotImplementedError("cannot determine number of cpus")
    return number


def freeze_support():
    """Nothing to do: workers are not started from a frozen executable."""


class _Context:
    """This module under the name of a start method: all of them mean the one fork server."""

    def __init__(self, method):
        self._method = method

    def __getattr__(self, name):
        if name not in __all__:
            raise AttributeError(f"context has no attribute {name!r}")
        return globals()[name]

    def get_start_method(self, allow_none=False):
        return self._method


_chosen = []


def get_all_start_methods():
    return list(_START_METHODS)


def get_context(method=None):
    """The module's functions as an object; every start method is accepted."""
    return _Context(get_start_method() if method is None else _known(method))


def get_start_method(allow_none=False):
    if _chosen:
        return _chosen[0]
    return None if allow_none else _START_METHODS[0]


def set_start_method(method, force=False):
    """Choose the name of the start method; processes come from the fork server under any."""
    if _chosen and not force:
        raise RuntimeError("context has already been set")
    _chosen[:] = [] if method is None and force else [_known(method)]


def _known(method):
    if method not in _START_METHODS:
        raise ValueError(f"cannot find context for {method!r}")
    return method
