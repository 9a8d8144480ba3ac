"""An executor whose calls run in worker processes."""

import os
import threading

import _pool
from _calls import InitialiserFailed, apply_each, chunks, initialised, initialiser
from concurrent.futures._base import BrokenExecutor, Executor, Future
from concurrent.futures.thread import _exit
from queue import _Fifo

# One call more than there are workers is in their hands, so that none waits for its next one.
_CALLS_AHEAD = 1
_BROKEN = (
    "A process in the process pool was terminated abruptly while the future was running or pending."
)


class BrokenProcessPool(BrokenExecutor):
    """A worker process died, or could not be initialised."""


class ProcessPoolExecutor(Executor):
    """Runs calls in `max_workers` processes; only plain data goes there and comes back.

    Calls wait here, in `_waiting`, and are handed to the native executor only when a worker is
    about to be free; so a future can be cancelled until then without asking anyone else.
    """

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._initialiser = initialiser(initializer, initargs)
        self._native = None
        # Guards what follows; `_changed` is notified whenever the last call in hand is done.
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._waiting = _Fifo()
        self._running = {}
        self._next_key = 0
        self._settling = 0
        self._shut = False
        self._broken = None

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        with self._lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shut:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _exit.begun:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            if self._native is None:
                self._native = _pool.executor(self._max_workers)
                _exit.add(self)
            self._waiting.came.append((future, function, args, kwargs))
        self._hand_over()
        return future

    def map(self, function, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        if chunksize == 1:
            return Executor.map(self, function, *iterables, timeout=timeout)
        lists = chunks(zip(*iterables), chunksize)
        results = Executor.map(self, apply_each, _again(function), lists, timeout=timeout)
        return _flatten(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            self._shut = True
            abandoned = list(self._waiting) if cancel_futures else []
        for call in abandoned:
            call[0].cancel()
        self._hand_over()
        if wait:
            with self._lock:
                self._changed.wait_for(self._is_finished)
            self._close()

    def _hand_over(self):
        """Give waiting calls to the workers, as many as they can take."""
        while True:
            with self._lock:
                key, call = self._next_call()
            if call is None:
                return
            future, function, args, kwargs = call
            try:
                work = initialised(self._initialiser, function, args, kwargs)
                self._native.submit(*work, self._on_done(key))
            except Exception as error:
                self._finish(key, False, error)

    def _next_call(self):
        # The lock is held. Cancelled calls are dropped on the way.
        while len(self._waiting) and len(self._running) < self._max_workers + _CALLS_AHEAD:
            call = self._waiting.popleft()
            if call[0].set_running_or_notify_cancel():
                self._next_key += 1
                self._running[self._next_key] = call[0]
                return self._next_key, call
        self._tell_if_finished()
        return None, None

    def _on_done(self, key):
        # The native executor calls this in a thread of its own.
        def on_done(ok, outcome):
            if not ok and isinstance(outcome, _pool.WorkerDied):
                self._break(_BROKEN, outcome)
            elif not ok and isinstance(outcome, InitialiserFailed):
                self._break("A process initializer failed, the pool is not usable anymore", outcome)
            else:
                self._finish(key, ok, outcome)
                self._hand_over()
        return on_done

    def _finish(self, key, ok, outcome):
        with self._lock:
            future = self._running.pop(key, None)
            if future is None:
                return
            self._settling += 1
        if ok:
            future.set_result(outcome)
        else:
            future.set_exception(outcome)
        self._settled()

    def _break(self, why, cause):
        """Fail every call in hand: what ran in the dead worker cannot be told from the rest."""
        with self._lock:
            self._broken = why
            failed = list(self._running.values())
            failed += [call[0] for call in self._waiting
                       if call[0].set_running_or_notify_cancel()]
            self._running.clear()
            self._waiting.clear()
            self._settling += 1
        for future in failed:
            error = BrokenProcessPool(why)
            error.__cause__ = cause
            future.set_exception(error)
        self._settled()

    def _settled(self):
        with self._lock:
            self._settling -= 1
            self._tell_if_finished()

    def _is_finished(self):
        return not (len(self._waiting) or self._running or self._settling)

    def _tell_if_finished(self):
        if self._is_finished():
            self._changed._wake(len(self._changed._waiters))

    def _close(self):
        with self._lock:
            native, self._native = self._native, None
        if native is not None:
            native.shutdown(True, False)
            _exit.remove(self)


def _again(value):
    while True:
        yield value


def _flatten(chunks):
    for chunk in chunks:
        yield from chunk
