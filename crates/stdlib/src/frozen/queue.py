"""Queues between threads: first in first out, last in first out, smallest first."""

from heapq import heappop, heappush
from threading import Condition, Lock
from time import monotonic

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    """There was nothing to get in time."""


class Full(Exception):
    """There was no room to put in time."""


class Queue:
    """A first in, first out queue for any number of threads; `maxsize` 0 means no bound.

    `mutex` guards everything; a thread that finds the queue empty or full waits on one of the two
    conditions of that lock. A subclass changes the order by `_init`, `_qsize`, `_put` and `_get`.
    """

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = Lock()
        self.not_empty = Condition(self.mutex)
        self.not_full = Condition(self.mutex)
        self.all_tasks_done = Condition(self.mutex)
        self.unfinished_tasks = 0

    def put(self, item, block=True, timeout=None):
        """Put an item, waiting for room; Full when there was none in time."""
        with self.mutex:
            if 0 < self.maxsize <= self._qsize():
                self._wait(self.not_full, self._has_room, Full, block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            if self.not_empty._waiters:
                self.not_empty._wake(1)

    def get(self, block=True, timeout=None):
        """Take an item, waiting for one; Empty when there was none in time."""
        with self.mutex:
            if not self._qsize():
                self._wait(self.not_empty, self._qsize, Empty, block, timeout)
            item = self._get()
            if self.not_full._waiters:
                self.not_full._wake(1)
            return item

    def put_nowait(self, item):
        self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def task_done(self):
        """Say that one item taken from the queue has been dealt with."""
        with self.mutex:
            if self.unfinished_tasks <= 0:
                raise ValueError("task_done() called too many times")
            self.unfinished_tasks -= 1
            if not self.unfinished_tasks:
                self.all_tasks_done.notify_all()

    def join(self):
        """Wait until `task_done` has been called for every item put."""
        with self.mutex:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return not self._has_room()

    def _wait(self, condition, ready, failure, block, timeout):
        if not block:
            raise failure
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        deadline = None if timeout is None else monotonic() + timeout
        while not ready():
            left = None
            if deadline is not None:
                left = deadline - monotonic()
                if left <= 0:
                    raise failure
            condition.wait(left)

    def _has_room(self):
        return self.maxsize <= 0 or self._qsize() < self.maxsize

    def _init(self, maxsize):
        self.queue = _Fifo()

    def _qsize(self):
        fifo = self.queue
        return len(fifo.came) + len(fifo.going)

    def _put(self, item):
        self.queue.came.append(item)

    def _get(self):
        return self.queue.popleft()


class PriorityQueue(Queue):
    """A queue that gives its smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """A queue that gives its newest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    """An unbounded queue without tasks to count."""

    def __init__(self):
        self._fifo = _Fifo()
        self._mutex = Lock()
        self._not_empty = Condition(self._mutex)

    def put(self, item, block=True, timeout=None):
        """Put an item; it never waits, `block` and `timeout` are there for Queue's sake."""
        with self._mutex:
            self._fifo.came.append(item)
            if self._not_empty._waiters:
                self._not_empty._wake(1)

    def get(self, block=True, timeout=None):
        """Take an item, waiting for one; Empty when there was none in time."""
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        with self._mutex:
            if not len(self._fifo):
                ready = block and self._not_empty.wait_for(self._fifo.__len__, timeout)
                if not ready:
                    raise Empty
            return self._fifo.popleft()

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        with self._mutex:
            return len(self._fifo)

    def empty(self):
        return self.qsize() == 0


class _Fifo:
    """Two stacks that make a queue: what came is turned over when nothing is left to go."""

    def __init__(self):
        self.came = []
        self.going = []

    def __len__(self):
        return len(self.came) + len(self.going)

    def __iter__(self):
        return iter(self.going[::-1] + self.came)

    def popleft(self):
        if not self.going:
            self.came.reverse()
            self.came, self.going = self.going, self.came
        return self.going.pop()

    def clear(self):
        self.came.clear()
        self.going.clear()
