"""Threads and the objects they wait on, over the native module `_thread`.

Nothing here leans on a global lock: every shared table is touched under a lock of its own, so the
module means the same under every model.
"""

import _thread
import sys
from _conditions import (
    Barrier,
    BoundedSemaphore,
    BrokenBarrierError,
    Condition,
    Event,
    Semaphore,
)

__all__ = [
    "get_ident", "get_native_id", "active_count", "Condition", "current_thread", "enumerate",
    "main_thread", "TIMEOUT_MAX", "Event", "Lock", "RLock", "Semaphore", "BoundedSemaphore",
    "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError", "ExceptHookArgs",
    "excepthook", "stack_size", "local",
]

get_ident = _thread.get_ident
get_native_id = _thread.get_native_id
stack_size = _thread.stack_size
local = _thread._local
Lock = _thread.allocate_lock
RLock = _thread.RLock
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX


class Thread:
    """A thread of control: it runs `target(*args, **kwargs)`, or an overridden `run`."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        if daemon and not _thread.daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._name = _new_thread_name(target) if name is None else str(name)
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._native_id = None
        self._started = False
        self._stopped = False
        # Held from start to the end of the thread, when it has let go of all that it owned; joining is acquiring it.
        self._running = Lock()
        self._initialized = True

    def start(self):
        """Start the thread and return once it runs; a thread starts at most once."""
        if not self.__dict__.get("_initialized"):
            raise RuntimeError("thread.__init__() not called")
        with _registry_lock:
            if self._started:
                raise RuntimeError("threads can only be started once")
            self._started = True
            self._running.acquire()
            _starting.append(self)
        handshake = Lock()
        handshake.acquire()
        try:
            _thread._start_and_release(self._bootstrap, (handshake,), self._running)
        except BaseException:
            with _registry_lock:
                self._started = False
                _starting.remove(self)
            raise
        handshake.acquire()

    def run(self):
        """The thread's work; a subclass may override it."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # What the work held must not live as long as the Thread object.
            del self._target, self._args, self._kwargs

    def join(self, timeout=None):
        """Wait until the thread has ended, or for at most `timeout` seconds."""
        if not self.__dict__.get("_initialized"):
            raise RuntimeError("Thread.__init__() not called")
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is None:
            self._running.acquire()
        elif not self._running.acquire(True, min(max(timeout, 0), TIMEOUT_MAX)):
            return
        self._running.release()

    def is_alive(self):
        return self._started and not self._stopped

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._started:
            raise RuntimeError("cannot set daemon status of active thread")
        if daemonic and not _thread.daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
        self._daemonic = daemonic

    @property
    def ident(self):
        return self._ident

    @property
    def native_id(self):
        return self._native_id

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def __repr__(self):
        status = "stopped" if self._stopped else "started" if self._started else "initial"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    def _bootstrap(self, handshake):
        self._ident = get_ident()
        self._native_id = get_native_id()
        with _registry_lock:
            _active[self._ident] = self
            _starting.remove(self)
        handshake.release()
        try:
            self.run()
        except BaseException as error:
            _report(self, error)
        finally:
            self._finish()

    def _finish(self):
        with _registry_lock:
            self._stopped = True
            if _active.get(self._ident) is self:
                del _active[self._ident]


class Timer(Thread):
    """Calls a function after `interval` seconds, unless cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class ExceptHookArgs(tuple):
    """What `excepthook` is given: the exception and the thread that it ended."""

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def excepthook(args):
    """Print an exception that ended a thread; SystemExit ends it silently."""
    if args.exc_type is SystemExit or sys.stderr is None:
        return
    name = get_ident() if args.thread is None else args.thread.name
    sys.stderr.write(f"Exception in thread {name}:\n")
    sys.__print_exception__(args.exc_value)


__excepthook__ = excepthook


def current_thread():
    """The Thread object of the caller; a stand-in for a thread not started from here."""
    ident = get_ident()
    thread = _active.get(ident)
    return _ForeignThread(ident) if thread is None else thread


currentThread = current_thread


def main_thread():
    return _main_thread


def active_count():
    return len(enumerate())


activeCount = active_count


def enumerate():
    """Every thread that is alive, as a list."""
    with _registry_lock:
        return list(_active.values()) + _starting


class _MainThread(Thread):
    """The thread that the interpreter began with."""

    def __init__(self, ident):
        _adopt(self, "MainThread", False, ident)


class _ForeignThread(Thread):
    """A thread that was not started through this module."""

    def __init__(self, ident):
        _adopt(self, _new_name("Dummy-"), True, ident)

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def _adopt(thread, name, daemon, ident):
    # `current_thread` must not be asked here: it is what calls this.
    Thread.__init__(thread, name=name, daemon=False)
    thread._daemonic = daemon
    thread._started = True
    thread._running.acquire()
    thread._ident = ident
    thread._native_id = get_native_id()
    with _registry_lock:
        _active[ident] = thread


def _new_thread_name(target):
    name = _new_name("Thread-")
    if target is not None and hasattr(target, "__name__"):
        name += f" ({target.__name__})"
    return name


def _new_name(prefix):
    with _registry_lock:
        number = _name_counts.get(prefix, 0) + 1
        _name_counts[prefix] = number
    return prefix + str(number)


def _report(thread, error):
    args = ExceptHookArgs((type(error), error, error.__traceback__, thread))
    try:
        excepthook(args)
    except BaseException as failure:
        sys.stderr.write("Exception in threading.excepthook:\n")
        sys.__print_exception__(failure)


def _register_atexit(function, *args, **kwargs):
    """Have `function` called when the main thread ends, before its threads are joined."""
    with _registry_lock:
        if _main_thread._stopped:
            raise RuntimeError("can't register atexit after shutdown")
        _at_exit.append((function, args, kwargs))


def _shutdown():
    """Wait for every thread that is not a daemon; the interpreter calls it before it ends."""
    if _main_thread._stopped:
        return
    while _at_exit:
        function, args, kwargs = _at_exit.pop()
        function(*args, **kwargs)
    _main_thread._finish()
    _main_thread._running.release()
    me = get_ident()
    while True:
        waited_for = [t for t in enumerate() if not t.daemon and t._ident != me]
        if not waited_for:
            return
        for thread in waited_for:
            thread._running.acquire()
            thread._running.release()


# `_registry_lock` guards all of these.
_registry_lock = Lock()
_active = {}
_starting = []
_name_counts = {}
_at_exit = []

_main_thread = _MainThread(get_ident())
