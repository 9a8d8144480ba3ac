"""What threads wait on: conditions, and the semaphores, events and barriers made of them."""

from _thread import RLock, TIMEOUT_MAX, allocate_lock as Lock
from time import monotonic


class Condition:
    """Waiting for a notification while giving up a lock.

    Every waiter blocks on a lock of its own, listed in `_waiters`, which is touched only while the
    condition's lock is held. To notify is to unlist a waiter and release its lock, so whoever finds
    itself unlisted has been notified, even when its timeout ran out at the same moment: no
    notification is lost.
    """

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._reentrant = hasattr(self._lock, "_release_save")
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    def wait(self, timeout=None):
        """Wait for a notification; False when `timeout` seconds passed without one."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = Lock()
        waiter.acquire()
        self._waiters.append(waiter)
        saved = self._release_save()
        notified = False
        try:
            notified = _acquire_for(waiter, timeout)
        finally:
            self._acquire_restore(saved)
            if not notified:
                notified = not self._unlist(waiter)
        return notified

    def wait_for(self, predicate, timeout=None):
        """Wait until `predicate()` is true, for at most `timeout` seconds; its last value."""
        deadline = None if timeout is None else monotonic() + timeout
        result = predicate()
        while not result:
            left = None
            if deadline is not None:
                left = deadline - monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to `n` waiters, those that have waited longest."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._wake(n)

    def notify_all(self):
        self.notify(len(self._waiters))

    notifyAll = notify_all

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def _wake(self, n):
        # The lock is held here; it is not asked for again.
        woken = self._waiters[:n]
        del self._waiters[:n]
        for waiter in woken:
            waiter.release()

    def _unlist(self, waiter):
        if waiter in self._waiters:
            self._waiters.remove(waiter)
            return True
        return False

    def _is_owned(self):
        if self._reentrant:
            return self._lock._is_owned()
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def _release_save(self):
        if self._reentrant:
            return self._lock._release_save()
        self._lock.release()

    def _acquire_restore(self, saved):
        if self._reentrant:
            self._lock._acquire_restore(saved)
        else:
            self._lock.acquire()


class Semaphore:
    """A number of permits; taking one waits until there is one."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        """Take a permit; False when there was none in time."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = None if timeout is None else monotonic() + timeout
        with self._cond._lock:
            while self._value == 0:
                left = None
                if not blocking:
                    return False
                if deadline is not None:
                    left = deadline - monotonic()
                    if left <= 0:
                        return False
                self._cond.wait(left)
            self._value -= 1
            return True

    def release(self, n=1):
        """Give back `n` permits."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond._lock:
            self._check_release(n)
            self._value += n
            self._cond._wake(n)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def __repr__(self):
        return f"<threading.{type(self).__name__}: value={self._value}>"

    def _check_release(self, n):
        pass


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than acquired."""

    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def _check_release(self, n):
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")


class Event:
    """A flag that threads wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        with self._cond._lock:
            self._flag = True
            self._cond._wake(len(self._cond._waiters))

    def clear(self):
        with self._cond._lock:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is set; False when `timeout` seconds passed first."""
        with self._cond._lock:
            return self._flag or self._cond.wait(timeout)

    def __repr__(self):
        return f"<threading.Event: {'set' if self._flag else 'unset'}>"


class BrokenBarrierError(RuntimeError):
    """The barrier was reset, aborted or timed out while a thread waited at it."""


class _Round:
    """One filling of a barrier: who comes to it waits for the outcome of this very round."""

    def __init__(self):
        self.arrived = 0
        self.outcome = None


class Barrier:
    """A point where `parties` threads wait for each other, again and again."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._cond = Condition(Lock())
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._round = _Round()
        self._broken = False

    def wait(self, timeout=None):
        """Wait for the other parties; the number of this arrival, from 0 to `parties - 1`."""
        timeout = self._timeout if timeout is None else timeout
        with self._cond._lock:
            if self._broken:
                raise BrokenBarrierError
            this_round = self._round
            index = this_round.arrived
            this_round.arrived += 1
            if this_round.arrived == self._parties:
                self._open(this_round)
            else:
                self._wait_for_outcome(this_round, timeout)
            return index

    def reset(self):
        """Make the barrier empty; threads waiting at it get BrokenBarrierError."""
        with self._cond._lock:
            if self._round.arrived:
                self._settle(self._round, "broken")
            self._broken = False

    def abort(self):
        """Break the barrier until it is reset."""
        with self._cond._lock:
            self._break(self._round)

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._round.arrived

    @property
    def broken(self):
        return self._broken

    def __repr__(self):
        if self._broken:
            return "<threading.Barrier: broken>"
        return f"<threading.Barrier: waiters={self.n_waiting}/{self._parties}>"

    def _open(self, this_round):
        try:
            if self._action is not None:
                self._action()
        except BaseException:
            self._break(this_round)
            raise
        self._settle(this_round, "open")

    def _wait_for_outcome(self, this_round, timeout):
        if not self._cond.wait_for(lambda: this_round.outcome, timeout):
            self._break(this_round)
        if this_round.outcome == "broken":
            raise BrokenBarrierError

    def _break(self, this_round):
        self._broken = True
        self._settle(this_round, "broken")

    def _settle(self, this_round, outcome):
        this_round.outcome = outcome
        self._round = _Round()
        self._cond._wake(len(self._cond._waiters))


def _acquire_for(lock, timeout):
    if timeout is None:
        return lock.acquire()
    if timeout > 0:
        return lock.acquire(True, min(timeout, TIMEOUT_MAX))
    return lock.acquire(False)
