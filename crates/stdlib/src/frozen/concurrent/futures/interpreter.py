"""An executor whose calls run in interpreters of their own, a thread for each."""

from concurrent.futures.thread import BrokenThreadPool, ThreadPoolExecutor


class BrokenInterpreterPool(BrokenThreadPool):
    """An interpreter of the pool could not be initialised."""


class InterpreterPoolExecutor(ThreadPoolExecutor):
    """Runs calls in at most `max_workers` interpreters; copies go there and come back.

    A call that raises gives the exception itself, whose cause shows the traceback of the other
    interpreter.
    """

    _Broken = BrokenInterpreterPool

    def _worker(self):
        return _Worker()


class _Worker:
    """Makes calls in an interpreter."""

    def __init__(self):
        import _interpreters
        self._interpreter = _interpreters.create()

    def call(self, function, args, kwargs):
        result, failure, exception = self._interpreter.call(function, args, kwargs)
        if failure is None:
            return result
        from concurrent.interpreters import ExceptionInfo, ExecutionFailed
        description = ExecutionFailed(ExceptionInfo(*failure))
        if exception is None:
            raise description
        raise exception from description

    def close(self):
        self._interpreter.close()
