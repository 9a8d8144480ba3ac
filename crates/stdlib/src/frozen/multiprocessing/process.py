"""One process that runs one function."""

import os
import sys
import threading

import _pool
from multiprocessing.synchronize import pack, unpack


class ProcessError(Exception):
    """What the exceptions of this package have in common."""


class TimeoutError(ProcessError):
    """A result was not there in time."""


class BufferTooShort(ProcessError):
    """A message did not fit into the buffer given."""


class AuthenticationError(ProcessError):
    """The other side did not know the key."""


class Process:
    """A process that runs `target(*args, **kwargs)`; only plain data crosses to it."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        self._name = name or _new_name()
        self._target = target
        self._args = tuple(args)
        self._kwargs = {} if kwargs is None else dict(kwargs)
        self._daemonic = current_process().daemon if daemon is None else daemon
        self._parent_pid = os.getpid()
        self._handle = None
        self._closed = False

    def start(self):
        """Start the process; a process starts at most once."""
        self._check_open()
        if self._handle is not None:
            raise AssertionError("cannot start a process twice")
        if current_process().daemon:
            raise AssertionError("daemonic processes are not allowed to have children")
        work = (self._target, self._args, self._kwargs)
        if type(self).run is not Process.run:
            work = (_run_object, (type(self), self._plain_state()), {})
        identity = (self._name, self._daemonic, self._parent_pid)
        self._handle = _pool.spawn(_enter, (identity, pack(work)), {})
        del self._target, self._args, self._kwargs
        with _children_lock:
            _children.append(self)

    def run(self):
        """The process's work; a subclass at module level may override it."""
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        """Wait until the process has ended, or for at most `timeout` seconds."""
        self._check_started("can only join a started process")
        if self._handle.join(timeout):
            _forget(self)

    def is_alive(self):
        self._check_open()
        if self is current_process():
            return True
        if self._handle is None:
            return False
        alive = self._handle.is_alive()
        if not alive:
            _forget(self)
        return alive

    def terminate(self):
        """Ask the process to end (SIGTERM)."""
        self._check_started("can only terminate a started process")
        self._handle.terminate()

    def kill(self):
        """End the process at once (SIGKILL)."""
        self._check_started("can only kill a started process")
        self._handle.kill()

    def close(self):
        """Let go of the ended process; nothing can be asked of it afterwards."""
        if self._handle is not None and self._handle.is_alive():
            raise ValueError("Cannot close a process while it is still running. "
                             "You should first call join() or terminate().")
        _forget(self)
        self._handle = None
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        if not isinstance(name, str):
            raise AssertionError("name must be a string")
        self._name = name

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._handle is not None:
            raise AssertionError("process has already started")
        self._daemonic = bool(daemonic)

    @property
    def pid(self):
        self._check_open()
        if self is current_process():
            return os.getpid()
        return None if self._handle is None else self._handle.pid

    ident = pid

    @property
    def exitcode(self):
        """None before the end; the exit code, or the negative number of the signal."""
        self._check_open()
        return None if self._handle is None else self._handle.exitcode

    def __repr__(self):
        return f"<{type(self).__name__} name={self._name!r} {self._status()}>"

    def _status(self):
        if self._closed:
            return "closed"
        if self is current_process():
            return "started"
        if self._handle is None:
            return "initial"
        code = self._handle.exitcode
        status = "started" if code is None else "stopped"
        if code is not None:
            status += f" exitcode={code}"
        return f"pid={self._handle.pid} parent={self._parent_pid} {status}"

    def _check_open(self):
        if self._closed:
            raise ValueError("process object is closed")

    def _check_started(self, complaint):
        self._check_open()
        if self._handle is None:
            raise AssertionError(complaint)

    def _plain_state(self):
        own = {"_handle", "_closed", "_parent_pid"}
        return {name: value for name, value in self.__dict__.items() if name not in own}


class _ThisProcess(Process):
    """The process that the caller runs in."""

    def __init__(self, name, daemonic, parent_pid):
        self._name = name
        self._daemonic = daemonic
        self._parent_pid = parent_pid
        self._handle = None
        self._closed = False


class _ParentProcess:
    """What a worker knows of the process that started it."""

    def __init__(self, pid):
        self.name = "MainProcess"
        self.pid = self.ident = pid


def current_process():
    return _this[0]


def parent_process():
    """The process that started this one; None in the main process."""
    pid = current_process()._parent_pid
    return None if pid is None else _ParentProcess(pid)


def active_children():
    """The started processes that have not ended, as a list."""
    with _children_lock:
        children = list(_children)
    return [child for child in children if child.is_alive()]


def _enter(identity, packed):
    # A worker begins here. The function carries its imports with it, as its globals stay behind.
    from multiprocessing import process
    process._work(identity, packed)


def _work(identity, packed):
    _this[0] = _ThisProcess(*identity)
    with _children_lock:
        _children.clear()
    target, args, kwargs = unpack(packed)
    try:
        if target is not None:
            target(*args, **kwargs)
    except SystemExit:
        raise
    except BaseException as error:
        sys.stderr.write(f"Process {identity[0]}:\n")
        sys.__print_exception__(error)
        sys.stderr.flush()
        raise SystemExit(1)


def _run_object(kind, state):
    # A subclass is made anew in the worker from its plain attributes.
    process = object.__new__(kind)
    process.__dict__.update(state)
    process._handle = None
    process._closed = False
    process._parent_pid = current_process()._parent_pid
    _this[0] = process
    process.run()


def _new_name():
    with _children_lock:
        _started[0] += 1
        prefix = "Process" if _this[0]._parent_pid is None else _this[0]._name
    return f"{prefix}-{_started[0]}" if prefix == "Process" else f"{prefix}:{_started[0]}"


def _forget(process):
    with _children_lock:
        if process in _children:
            _children.remove(process)


def _end_children():
    # Before the main process ends, daemons are ended and the others waited for.
    for child in active_children():
        if child.daemon:
            child._handle.terminate()
    for child in active_children():
        child._handle.join(None)


_children_lock = threading.Lock()
_children = []
_started = [0]
_this = [_ThisProcess("MainProcess", False, None)]

threading._register_atexit(_end_children)
