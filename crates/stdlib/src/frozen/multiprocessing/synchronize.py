"""Locks, events and shared values between processes, each made of native queues.

A queue that holds a token is an open lock: to take the token is to acquire, to put it back is to
release. Nothing else needs to be shared, and a token that a dead process took is simply gone.
"""

import os
import threading
from queue import Empty, Full

import _pool


class _Shared:
    """Something that crosses to another process as the native queues that it is made of."""

    def _parts(self):
        raise NotImplementedError

    @classmethod
    def _from_parts(cls, parts):
        made = object.__new__(cls)
        made._set_parts(parts)
        return made


class Semaphore(_Shared):
    """A number of permits that processes share."""

    def __init__(self, value=1):
        tokens = _pool.queue(0)
        for _ in range(value):
            tokens.put(None)
        self._set_parts((tokens,))

    def acquire(self, block=True, timeout=None):
        """Take a permit; False when there was none in time."""
        if timeout is not None and timeout <= 0:
            block = False
        try:
            self._tokens.get(block, timeout)
            return True
        except Empty:
            return False

    def release(self):
        self._tokens.put(None)

    def get_value(self):
        return self._tokens.qsize()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def _parts(self):
        return (self._tokens,)

    def _set_parts(self, parts):
        (self._tokens,) = parts


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than acquired."""

    def __init__(self, value=1):
        tokens = _pool.queue(value)
        for _ in range(value):
            tokens.put(None)
        self._set_parts((tokens,))

    def release(self):
        try:
            self._tokens.put(None, False)
        except Full:
            raise ValueError("semaphore or lock released too many times")


class Lock(BoundedSemaphore):
    """A lock that processes share."""

    def __init__(self):
        BoundedSemaphore.__init__(self, 1)


class RLock(_Shared):
    """A lock that the thread holding it may acquire again."""

    def __init__(self):
        self._set_parts((Lock()._tokens,))

    def acquire(self, block=True, timeout=None):
        """Acquire the lock, again if the caller holds it; False when not in time."""
        caller = (os.getpid(), threading.get_ident())
        if self._owner != caller:
            if not self._lock.acquire(block, timeout):
                return False
            self._owner = caller
        self._depth += 1
        return True

    def release(self):
        """Undo one acquire; the last one gives the lock up."""
        if self._owner != (os.getpid(), threading.get_ident()):
            raise AssertionError("attempt to release recursive lock not owned by thread")
        self._depth -= 1
        if self._depth == 0:
            self._owner = None
            self._lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def _parts(self):
        return (self._lock._tokens,)

    def _set_parts(self, parts):
        self._lock = Lock._from_parts(parts)
        self._owner = None
        self._depth = 0


class Event(_Shared):
    """A flag that processes wait for: a queue with a token in it is a raised flag."""

    def __init__(self):
        self._set_parts((_pool.queue(1),))

    def is_set(self):
        return not self._flag.empty()

    def set(self):
        _leave_token(self._flag)

    def clear(self):
        try:
            self._flag.get(False)
        except Empty:
            pass

    def wait(self, timeout=None):
        """Wait until the flag is set; False when `timeout` seconds passed first."""
        try:
            self._flag.get(True, timeout)
        except Empty:
            return False
        # Taken to see it, put back for the next one who looks.
        _leave_token(self._flag)
        return True

    def _parts(self):
        return (self._flag,)

    def _set_parts(self, parts):
        (self._flag,) = parts


class Value(_Shared):
    """One value that processes share: a queue whose only item it is."""

    def __init__(self, typecode, *initial, lock=True):
        cell = _pool.queue(1)
        cell.put(initial[0] if initial else _zero(typecode))
        self._set_parts((cell, RLock()._lock._tokens))

    @property
    def value(self):
        held = self._cell.get()
        self._cell.put(held)
        return held

    @value.setter
    def value(self, value):
        self._cell.get()
        self._cell.put(value)

    def get_lock(self):
        return self._lock

    def __enter__(self):
        return self._lock.acquire()

    def __exit__(self, *exception):
        self._lock.release()

    def _parts(self):
        return (self._cell, self._lock._lock._tokens)

    def _set_parts(self, parts):
        self._cell = parts[0]
        self._lock = RLock._from_parts(parts[1:])


class Array(Value):
    """A list of fixed length that processes share."""

    def __init__(self, typecode, size_or_initial, *, lock=True):
        if isinstance(size_or_initial, int):
            size_or_initial = [_zero(typecode)] * size_or_initial
        Value.__init__(self, typecode, list(size_or_initial))

    def __len__(self):
        return len(self.value)

    def __getitem__(self, index):
        return self.value[index]

    def __setitem__(self, index, item):
        items = self._cell.get()
        try:
            items[index] = item
        finally:
            self._cell.put(items)

    def __iter__(self):
        return iter(self.value)


class JoinableQueue(_Shared):
    """A queue between processes that counts the items not yet dealt with."""

    def __init__(self, maxsize=0):
        unfinished = _pool.queue(1)
        unfinished.put(0)
        idle = Event()
        idle.set()
        self._set_parts((_pool.queue(maxsize), unfinished, idle._flag))

    def put(self, item, block=True, timeout=None):
        self._count(1)
        try:
            self._items.put(item, block, timeout)
        except BaseException:
            self._count(-1)
            raise

    def get(self, block=True, timeout=None):
        return self._items.get(block, timeout)

    def put_nowait(self, item):
        self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return self._items.qsize()

    def empty(self):
        return self._items.empty()

    def full(self):
        return self._items.full()

    def close(self):
        self._items.close()

    def join_thread(self):
        self._items.join_thread()

    def task_done(self):
        """Say that one item taken from the queue has been dealt with."""
        self._count(-1)

    def join(self):
        """Wait until `task_done` has been called for every item put."""
        self._idle.wait()

    def _count(self, step):
        # Whoever holds the number may also move the event.
        unfinished = self._unfinished.get()
        try:
            if unfinished + step < 0:
                raise ValueError("task_done() called too many times")
            unfinished += step
            if unfinished == 0:
                self._idle.set()
            elif unfinished == step:
                self._idle.clear()
        finally:
            self._unfinished.put(unfinished)

    def _parts(self):
        return (self._items, self._unfinished, self._idle._flag)

    def _set_parts(self, parts):
        self._items, self._unfinished = parts[:2]
        self._idle = Event._from_parts(parts[2:])


_KINDS = {
    kind.__name__: kind
    for kind in (Semaphore, BoundedSemaphore, Lock, RLock, Event, Value, Array, JoinableQueue)
}
_MARK = "multiprocessing shared object"


def pack(value):
    """The value with every shared object in it turned into plain data and native queues."""
    if isinstance(value, _Shared):
        return (_MARK, type(value).__name__, value._parts())
    if type(value) in (list, tuple):
        return type(value)([pack(item) for item in value])
    if type(value) is dict:
        return {key: pack(item) for key, item in value.items()}
    return value


def unpack(value):
    """The inverse of `pack`."""
    if type(value) is tuple and len(value) == 3 and value[0] == _MARK:
        return _KINDS[value[1]]._from_parts(value[2])
    if type(value) in (list, tuple):
        return type(value)([unpack(item) for item in value])
    if type(value) is dict:
        return {key: unpack(item) for key, item in value.items()}
    return value


def _leave_token(queue):
    try:
        queue.put(None, False)
    except Full:
        pass


def _zero(typecode):
    return 0.0 if typecode in ("f", "d") else 0
