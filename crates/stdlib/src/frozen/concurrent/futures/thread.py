"""An executor whose calls run in threads."""

import os
import threading
from queue import Empty, SimpleQueue

from _calls import Numbers
from concurrent.futures._base import BrokenExecutor, Executor, Future


class BrokenThreadPool(BrokenExecutor):
    """A thread of the pool could not be initialised."""


class ThreadPoolExecutor(Executor):
    """Runs calls in at most `max_workers` threads, started as they are needed.

    A subclass says by `_worker` what a thread makes its calls with.
    """

    _Broken = BrokenThreadPool

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{_numbers.next() - 1}"
        self._initializer = initializer
        self._initargs = initargs
        self._calls = SimpleQueue()
        # Guards what follows; a worker counts itself idle before it waits for a call.
        self._lock = threading.Lock()
        self._idle = 0
        self._threads = []
        self._shut = False
        self._broken = None

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        with self._lock:
            if self._broken:
                raise self._Broken(self._broken)
            if self._shut:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _exit.begun:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            self._calls.put((future, function, args, kwargs))
            if self._idle:
                self._idle -= 1
            elif len(self._threads) < self._max_workers:
                self._start_worker()
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            if not self._shut:
                self._shut = True
                self._calls.put(None)
        if cancel_futures:
            self._cancel_waiting()
        if wait:
            for thread in self._threads:
                thread.join()
            _exit.remove(self)

    def _start_worker(self):
        if not self._threads:
            _exit.add(self)
        name = f"{self._name_prefix}_{len(self._threads)}"
        thread = threading.Thread(name=name, target=self._work, daemon=False)
        thread.start()
        self._threads.append(thread)

    def _work(self):
        worker = self._initialise()
        if worker is None:
            return
        try:
            self._serve(worker)
        finally:
            worker.close()

    def _serve(self, worker):
        while True:
            call = self._calls.get()
            if call is None:
                # The end is for every worker: hand it on.
                self._calls.put(None)
                return
            _run(worker, *call)
            # A finished call must not be kept alive while waiting for the next one.
            call = None
            with self._lock:
                if self._calls.empty():
                    self._idle += 1

    def _worker(self):
        return _Worker()

    def _initialise(self):
        worker = None
        try:
            worker = self._worker()
            if self._initializer is not None:
                worker.call(self._initializer, self._initargs, {})
            return worker
        except BaseException as error:
            threading.excepthook(threading.ExceptHookArgs(
                (type(error), error, error.__traceback__, threading.current_thread())))
        if worker is not None:
            worker.close()
        with self._lock:
            self._broken = (
                "A thread initializer failed, the thread pool is not usable anymore")
        for future in self._drain():
            future.set_exception(self._Broken(self._broken))
        return None

    def _cancel_waiting(self):
        for future in self._drain():
            future.cancel()

    def _drain(self):
        drained = []
        ended = False
        try:
            while True:
                call = self._calls.get_nowait()
                if call is None:
                    ended = True
                else:
                    drained.append(call[0])
        except Empty:
            pass
        if ended:
            self._calls.put(None)
        return drained


class _Worker:
    """Makes calls in the thread that it belongs to."""

    def call(self, function, args, kwargs):
        return function(*args, **kwargs)

    def close(self):
        pass


def _run(worker, future, function, args, kwargs):
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = worker.call(function, args, kwargs)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


class _Exit:
    """Shuts the executors down that are still open when the main thread ends."""

    def __init__(self):
        self.begun = False
        self._lock = threading.Lock()
        self._executors = {}
        threading._register_atexit(self._run)

    def add(self, executor):
        with self._lock:
            self._executors[id(executor)] = executor

    def remove(self, executor):
        with self._lock:
            self._executors.pop(id(executor), None)

    def _run(self):
        with self._lock:
            self.begun = True
            executors = list(self._executors.values())
        for executor in executors:
            executor.shutdown()


_exit = _Exit()
_numbers = Numbers()
