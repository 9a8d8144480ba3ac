"""A pool of worker processes, or of threads, that functions are mapped over."""

import threading
from time import monotonic

import _pool
from _calls import apply_each, chunks, initialised, initialiser
from multiprocessing.process import TimeoutError

_RUN = "RUN"
_CLOSE = "CLOSE"
_TERMINATE = "TERMINATE"

# The workers of pools that are still open, to be ended with the program.
_open = {}

# Without a chunk size, each worker gets about this many chunks, so that uneven ones even out.
_CHUNKS_PER_WORKER = 4


class Pool:
    """Worker processes that calls are handed to; only plain data goes there and comes back."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        if processes is None:
            processes = _pool.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._processes = processes
        self._initialiser = initialiser(initializer, initargs)
        self._native = self._executor(processes)
        self._state = _RUN
        _open[id(self._native)] = self._native
        # Guards the results in hand; notified when the last of them is there.
        self._changed = threading.Condition(threading.Lock())
        self._in_hand = {}

    def apply(self, func, args=(), kwds={}):
        """The result of `func(*args, **kwds)` in a worker, waited for."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Hand over one call; its AsyncResult."""
        self._check_running()
        result = AsyncResult(self, callback, error_callback)
        self._submit(func, tuple(args), dict(kwds), result._settle)
        return result

    def map(self, func, iterable, chunksize=None):
        """The results of calling `func` on every item, in order, waited for."""
        return self.map_async(func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(func, [(item,) for item in iterable], chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """Like `map`, with the items as argument lists."""
        return self.starmap_async(func, iterable, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map(func, list(iterable), chunksize, callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        """An iterator over the results, in order, each as soon as it is there."""
        return self._imap(func, iterable, chunksize, _OrderedResults())

    def imap_unordered(self, func, iterable, chunksize=1):
        """An iterator over the results in the order in which they come."""
        return self._imap(func, iterable, chunksize, _UnorderedResults())

    def close(self):
        """Take no more calls."""
        if self._state == _RUN:
            self._state = _CLOSE

    def terminate(self):
        """Give up every call not yet begun and end the workers."""
        self._state = _TERMINATE
        _open.pop(id(self._native), None)
        self._native.shutdown(False, True)
        with self._changed._lock:
            self._in_hand.clear()
            self._changed.notify_all()

    def join(self):
        """Wait for the workers to end, after `close` or `terminate`."""
        if self._state == _RUN:
            raise ValueError("Pool is still running")
        with self._changed._lock:
            self._changed.wait_for(lambda: not self._in_hand)
        if self._state == _CLOSE:
            self._native.shutdown(True, False)
            _open.pop(id(self._native), None)
            self._state = _TERMINATE

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, *exception):
        self.terminate()

    def __del__(self):
        # Nobody can get a result any more. A pool that was never made has no workers to end.
        if self.__dict__.get("_state", _TERMINATE) != _TERMINATE:
            self.terminate()

    def _executor(self, processes):
        return _pool.executor(processes)

    def _map(self, func, argument_lists, chunksize, callback, error_callback):
        self._check_running()
        if chunksize is None:
            chunksize = -(-len(argument_lists) // (self._processes * _CHUNKS_PER_WORKER))
        lists = list(chunks(argument_lists, max(chunksize, 1)))
        result = MapResult(self, len(lists), callback, error_callback)
        for index, chunk in enumerate(lists):
            self._submit(apply_each, (func, chunk), {}, result._settle_chunk(index))
        return result

    def _imap(self, func, iterable, chunksize, results):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize}")
        count = 0
        for chunk in chunks(((item,) for item in iterable), chunksize):
            self._submit(apply_each, (func, chunk), {}, results.settle(count))
            count += 1
        results.end(count)
        return iter(results)

    def _check_running(self):
        if self._state != _RUN:
            raise ValueError("Pool not running")

    def _submit(self, function, args, kwargs, settle):
        """Hand a call to a worker; `settle(ok, outcome)` is called when it is done."""
        token = object()
        with self._changed._lock:
            self._in_hand[id(token)] = token

        def done(ok, outcome):
            try:
                settle(ok, outcome)
            finally:
                self._release(token)

        try:
            self._native.submit(*initialised(self._initialiser, function, args, kwargs), done)
        except Exception as error:
            done(False, error)

    def _release(self, token):
        with self._changed._lock:
            self._in_hand.pop(id(token), None)
            if not self._in_hand:
                self._changed.notify_all()


class AsyncResult:
    """The result that a call handed to a pool will have."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._callback = callback
        self._error_callback = error_callback
        self._changed = threading.Condition(threading.Lock())
        self._outcome = None

    def ready(self):
        return self._outcome is not None

    def successful(self):
        if self._outcome is None:
            raise ValueError(f"{self!r} not ready")
        return self._outcome[0]

    def wait(self, timeout=None):
        """Wait until the result is there, or for at most `timeout` seconds."""
        with self._changed._lock:
            self._changed.wait_for(self.ready, timeout)

    def get(self, timeout=None):
        """The result, waited for; the call's exception is raised here."""
        self.wait(timeout)
        if self._outcome is None:
            raise TimeoutError
        ok, value = self._outcome
        if not ok:
            raise value
        return value

    def _settle(self, ok, outcome):
        callback = self._callback if ok else self._error_callback
        if callback is not None:
            callback(outcome)
        with self._changed._lock:
            self._outcome = (ok, outcome)
            self._changed.notify_all()


class MapResult(AsyncResult):
    """The results that the chunks of a map will have, one after the other in a list."""

    def __init__(self, pool, chunk_count, callback, error_callback):
        AsyncResult.__init__(self, pool, callback, error_callback)
        self._left = chunk_count
        self._chunks = [None] * chunk_count
        self._failure = None
        if chunk_count == 0:
            self._settle(True, [])

    def _settle_chunk(self, index):
        def settle(ok, outcome):
            with self._changed._lock:
                if ok:
                    self._chunks[index] = outcome
                elif self._failure is None:
                    self._failure = outcome
                self._left -= 1
                last = self._left == 0
            if last and self._failure is not None:
                self._settle(False, self._failure)
            elif last:
                self._settle(True, [item for chunk in self._chunks for item in chunk])
        return settle


class _Results:
    """The iterator behind `imap`: chunks of results arrive while it waits for them."""

    def __init__(self):
        self._changed = threading.Condition(threading.Lock())
        self._arrived = {}
        self._count = None
        self._taken = 0
        self._current = iter(())

    def settle(self, index):
        def settle(ok, outcome):
            with self._changed._lock:
                self._arrived[index] = (ok, outcome)
                self._changed.notify_all()
        return settle

    def end(self, count):
        with self._changed._lock:
            self._count = count
            self._changed.notify_all()

    def next(self, timeout=None):
        """The next result; TimeoutError when it was not there in time."""
        for item in self._current:
            return item
        with self._changed._lock:
            if self._taken == self._count:
                raise StopIteration
            if not self._changed.wait_for(self._is_there, timeout):
                raise TimeoutError
            ok, outcome = self._arrived.pop(self._which())
            self._taken += 1
        if not ok:
            raise outcome
        self._current = iter(outcome)
        return self.next(timeout)

    __next__ = next

    def __iter__(self):
        return self


class _OrderedResults(_Results):
    def _which(self):
        return self._taken

    def _is_there(self):
        return self._taken in self._arrived


class _UnorderedResults(_Results):
    def _which(self):
        return next(iter(self._arrived))

    def _is_there(self):
        return bool(self._arrived)


class ThreadPool(Pool):
    """A pool whose workers are threads of this process."""

    def _executor(self, processes):
        return _Threads(processes)


class _Threads:
    """Threads behind the interface of the native executor."""

    def __init__(self, workers):
        from concurrent.futures import ThreadPoolExecutor
        self._executor = ThreadPoolExecutor(workers)

    def submit(self, function, args, kwargs, callback):
        def done(future):
            if not future.cancelled():
                error = future.exception()
                callback(error is None, future.result() if error is None else error)
        self._executor.submit(function, *args, **kwargs).add_done_callback(done)

    def shutdown(self, wait, cancel):
        self._executor.shutdown(wait, cancel_futures=cancel)


def _end_pools():
    for workers in list(_open.values()):
        workers.shutdown(False, True)


threading._register_atexit(_end_pools)
