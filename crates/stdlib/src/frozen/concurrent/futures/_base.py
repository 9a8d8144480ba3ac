"""Futures, the executors' common half, and waiting for many futures at once."""

import sys
from threading import Condition, Lock
from time import monotonic

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
FINISHED = "FINISHED"

TimeoutError = TimeoutError


class Error(Exception):
    """What the exceptions of this package have in common."""


class CancelledError(Error):
    """The future was cancelled."""


class InvalidStateError(Error):
    """The operation is not allowed in the future's state."""


class BrokenExecutor(RuntimeError):
    """The executor can run nothing any more."""


class Future:
    """The result that a call will have.

    `_condition` guards the state. A future is done from the moment it is cancelled or finished;
    from then on it never changes, and its callbacks are called once, in the order they were added.
    """

    def __init__(self):
        self._condition = Condition(Lock())
        self._state = PENDING
        self._result = None
        self._exception = None
        self._callbacks = []

    def cancel(self):
        """Cancel the call if it has not begun; whether the future is cancelled now."""
        with self._condition._lock:
            if self._state == CANCELLED:
                return True
            if self._state != PENDING:
                return False
            callbacks = self._settle(CANCELLED)
        self._call_back(callbacks)
        return True

    def cancelled(self):
        return self._state == CANCELLED

    def running(self):
        return self._state == RUNNING

    def done(self):
        return self._state in (CANCELLED, FINISHED)

    def result(self, timeout=None):
        """The call's result, waited for; its exception is raised here."""
        self._wait(timeout)
        if self._exception is None:
            return self._result
        try:
            raise self._exception
        finally:
            # The exception holds this frame; the frame should not hold the future in turn.
            self = None

    def exception(self, timeout=None):
        """The exception that the call raised, waited for; None when it raised none."""
        self._wait(timeout)
        return self._exception

    def add_done_callback(self, function):
        """Call `function(self)` when the future is done, or now if it is."""
        with self._condition._lock:
            if not self.done():
                self._callbacks.append(function)
                return
        self._call_back([function])

    def set_running_or_notify_cancel(self):
        """For executors: take the call up; False when it has been cancelled."""
        with self._condition._lock:
            if self._state == CANCELLED:
                return False
            if self._state != PENDING:
                raise InvalidStateError(f"Future in unexpected state: {self._state}")
            self._state = RUNNING
            return True

    def set_result(self, result):
        """For executors: the call returned `result`."""
        with self._condition._lock:
            self._check_unsettled()
            self._result = result
            callbacks = self._settle(FINISHED)
        self._call_back(callbacks)

    def set_exception(self, exception):
        """For executors: the call raised `exception`."""
        with self._condition._lock:
            self._check_unsettled()
            self._exception = exception
            callbacks = self._settle(FINISHED)
        self._call_back(callbacks)

    def __repr__(self):
        with self._condition._lock:
            outcome = ""
            if self._state == FINISHED and self._exception is not None:
                outcome = f" raised {type(self._exception).__name__}"
            elif self._state == FINISHED:
                outcome = f" returned {type(self._result).__name__}"
            return f"<Future at {id(self):#x} state={self._state.lower()}{outcome}>"

    def _wait(self, timeout):
        with self._condition._lock:
            if not self.done() and not self._condition.wait_for(self.done, timeout):
                raise TimeoutError
            if self._state == CANCELLED:
                raise CancelledError

    def _check_unsettled(self):
        if self.done():
            raise InvalidStateError(f"{self._state}: {object.__repr__(self)}")

    def _settle(self, state):
        self._state = state
        callbacks, self._callbacks = self._callbacks, []
        self._condition._wake(len(self._condition._waiters))
        return callbacks

    def _call_back(self, callbacks):
        for function in callbacks:
            try:
                function(self)
            except Exception as error:
                sys.stderr.write("exception calling callback\n")
                sys.__print_exception__(error)

    def _forget(self, function):
        # A waiter that has lost interest leaves nothing behind.
        with self._condition._lock:
            if function in self._callbacks:
                self._callbacks.remove(function)


class Executor:
    """Something that calls can be handed to."""

    def submit(self, function, /, *args, **kwargs):
        """Hand over the call `function(*args, **kwargs)`; the Future of its result."""
        raise NotImplementedError

    def map(self, function, *iterables, timeout=None, chunksize=1):
        """Like `map`, with all calls handed over at once and the results given in order."""
        deadline = None if timeout is None else monotonic() + timeout
        futures = [self.submit(function, *args) for args in zip(*iterables)]
        return _results(futures, deadline)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait for those in hand, or cancel those not begun."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.shutdown(wait=True)
        return False


class DoneAndNotDone(tuple):
    """What `wait` gives: the futures that are done and those that are not."""

    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return f"DoneAndNotDoneFutures(done={self[0]!r}, not_done={self[1]!r})"


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for the first future, the first exception, or all of them."""
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return condition: {return_when!r}")
    futures = set(fs)
    left = len(futures)
    enough = left == 0
    watch = _Watch(futures)
    try:
        deadline = None if timeout is None else monotonic() + timeout
        while not enough:
            finished = watch.next(deadline)
            if not finished:
                break
            for future in finished:
                left -= 1
                enough = enough or left == 0 or _is_enough(future, return_when)
    finally:
        watch.stop()
    done = {future for future in futures if future.done()}
    return DoneAndNotDone((done, futures - done))


def as_completed(fs, timeout=None):
    """The futures in the order in which they are done."""
    deadline = None if timeout is None else monotonic() + timeout
    futures = set(fs)
    total = left = len(futures)
    watch = _Watch(futures)
    try:
        while left:
            finished = watch.next(deadline)
            if not finished:
                raise TimeoutError(f"{left} (of {total}) futures unfinished")
            for future in finished:
                left -= 1
                yield future
    finally:
        watch.stop()


class _Watch:
    """Collects futures as they get done, each once."""

    def __init__(self, futures):
        self._condition = Condition(Lock())
        self._finished = []
        self._futures = futures
        # One bound method, so that it can be found again among a future's callbacks.
        self._callback = self._collect
        for future in futures:
            future.add_done_callback(self._callback)

    def next(self, deadline):
        """The futures done since the last call, waited for; empty when the deadline passed."""
        with self._condition._lock:
            if not self._finished:
                left = None if deadline is None else deadline - monotonic()
                self._condition.wait_for(lambda: self._finished, left)
            finished, self._finished = self._finished, []
            return finished

    def stop(self):
        for future in self._futures:
            future._forget(self._callback)

    def _collect(self, future):
        with self._condition._lock:
            self._finished.append(future)
            self._condition.notify()


def _is_enough(future, return_when):
    if return_when == FIRST_COMPLETED:
        return True
    failed = not future.cancelled() and future.exception() is not None
    return return_when == FIRST_EXCEPTION and failed


def _results(futures, deadline):
    # Each future is let go before its result is given out, so that results do not pile up.
    futures.reverse()
    try:
        while futures:
            left = None if deadline is None else deadline - monotonic()
            yield _take(futures.pop(), left)
    finally:
        for future in futures:
            future.cancel()


def _take(future, timeout):
    try:
        return future.result(timeout)
    finally:
        future.cancel()
