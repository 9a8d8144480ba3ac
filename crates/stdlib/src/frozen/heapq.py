"""A list kept as a binary heap, its smallest item first."""

__all__ = [
    "heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest",
    "heappushpop",
]


def heappush(heap, item):
    heap.append(item)
    _rise(heap, len(heap) - 1, 0)


def heappop(heap):
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap, item):
    """Pop the smallest item, then push `item`."""
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item):
    """Push `item`, then pop the smallest item."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(heap):
    """Order a list as a heap, in place, in linear time."""
    for position in reversed(range(len(heap) // 2)):
        _sink(heap, position)


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in sorted order, one at a time and stably."""
    runs = []
    for order, iterable in enumerate(iterables):
        advance = iter(iterable).__next__
        try:
            runs.append(_Run(advance(), order, advance, key, reverse))
        except StopIteration:
            pass
    heapify(runs)
    while runs:
        run = runs[0]
        yield run.item
        try:
            run.take(run.advance())
        except StopIteration:
            heappop(runs)
        else:
            _sink(runs, 0)


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


class _Run:
    """What is left of one iterable of a merge; runs compare by their next item, then by order."""

    def __init__(self, item, order, advance, key, reverse):
        self.order = order
        self.advance = advance
        self.key_of = key
        self.reverse = reverse
        self.take(item)

    def take(self, item):
        self.item = item
        self.key = item if self.key_of is None else self.key_of(item)

    def __lt__(self, other):
        ahead, behind = (other, self) if self.reverse else (self, other)
        if ahead.key < behind.key:
            return True
        if behind.key < ahead.key:
            return False
        return self.order < other.order


def _rise(heap, position, top):
    item = heap[position]
    while position > top:
        parent = (position - 1) >> 1
        if not item < heap[parent]:
            break
        heap[position] = heap[parent]
        position = parent
    heap[position] = item


def _sink(heap, position):
    # The hole goes down to a leaf first and the item then rises: the item came from the end of the
    # heap, so it belongs near the leaves, and one comparison for each level is saved.
    end = len(heap)
    top = position
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise(heap, position, top)
