# argv: n=1
# timed: yes
"""An operating system in miniature: small classes, methods, lists of linked objects.

    python3 richards.py [n=8]

`n` is how often the system runs from start to end. Source: M. Richards' benchmark of systems languages (BCPL,
1981): six tasks, of which two are devices, pass packets to each other under a scheduler by priority. A run is right
if 23246 packets were queued and a task was held 9297 times.
"""
import sys
import time

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
KIND_DEVICE, KIND_WORK = range(2)
BUFFER_SIZE = 4
IDLE_ROUNDS = 10000
EXPECTED = (23246, 9297)


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.number = 0
        self.data = [0] * BUFFER_SIZE

    def append_to(self, queue):
        """Puts the packet at the end of a queue and returns the queue."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    """A task control block; the three flags are its state."""

    def __init__(self, scheduler, identity, priority, queue):
        self.scheduler = scheduler
        self.identity = identity
        self.priority = priority
        self.queue = queue
        self.packet_pending = queue is not None
        self.waiting = True
        self.held = False
        scheduler.add(self)

    def is_held_or_waiting(self):
        return self.held or (self.waiting and not self.packet_pending)

    def accept(self, packet, sender):
        """Takes a packet; returns which task shall run next."""
        if self.queue is None:
            self.queue = packet
            self.packet_pending = True
            packet.link = None
            if self.priority > sender.priority:
                return self
        else:
            packet.append_to(self.queue)
        return sender

    def resume(self):
        packet = None
        if self.waiting and self.packet_pending:
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
            self.packet_pending = self.queue is not None
        return self.step(packet)

    def step(self, packet):
        raise NotImplementedError


class Idle(Task):
    """Wakes one of the devices, at random, until its rounds are over."""

    def __init__(self, scheduler):
        super().__init__(scheduler, IDLE, 0, None)
        self.waiting = False
        self.random = 1
        self.rounds = IDLE_ROUNDS

    def step(self, packet):
        self.rounds -= 1
        if self.rounds == 0:
            return self.scheduler.hold()
        if self.random & 1 == 0:
            self.random //= 2
            return self.scheduler.release(DEVICE_A)
        self.random = (self.random // 2) ^ 0xD008
        return self.scheduler.release(DEVICE_B)


class Worker(Task):
    """Fills packets with letters and sends them to the handlers in turn."""

    def __init__(self, scheduler, queue):
        super().__init__(scheduler, WORKER, 1000, queue)
        self.target = HANDLER_A
        self.letter = 0

    def step(self, packet):
        if packet is None:
            return self.scheduler.wait()
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.owner = self.target
        packet.number = 0
        for i in range(BUFFER_SIZE):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[i] = 64 + self.letter
        return self.scheduler.send(packet)


class Handler(Task):
    """Hands the letters of work packets to its device, one device packet each."""

    def __init__(self, scheduler, identity, priority, queue, device):
        super().__init__(scheduler, identity, priority, queue)
        self.device = device
        self.work = None
        self.returned = None

    def step(self, packet):
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.work = packet.append_to(self.work)
            else:
                self.returned = packet.append_to(self.returned)
        work = self.work
        if work is None:
            return self.scheduler.wait()
        position = work.number
        if position >= BUFFER_SIZE:
            self.work = work.link
            return self.scheduler.send(work)
        device_packet = self.returned
        if device_packet is None:
            return self.scheduler.wait()
        self.returned = device_packet.link
        device_packet.number = work.data[position]
        device_packet.owner = self.device
        work.number = position + 1
        return self.scheduler.send(device_packet)


class Device(Task):
    """Holds itself while it works on a packet, and sends it back when released."""

    def __init__(self, scheduler, identity, priority):
        super().__init__(scheduler, identity, priority, None)
        self.pending = None

    def step(self, packet):
        if packet is not None:
            self.pending = packet
            return self.scheduler.hold()
        packet = self.pending
        if packet is None:
            return self.scheduler.wait()
        self.pending = None
        return self.scheduler.send(packet)


class Scheduler:
    def __init__(self):
        self.tasks = [None] * 6
        self.order = []
        self.current = None
        self.queued = 0
        self.holds = 0

    def add(self, task):
        self.tasks[task.identity] = task
        self.order.insert(0, task)

    def hold(self):
        self.holds += 1
        self.current.held = True
        return self.after(self.current)

    def release(self, identity):
        task = self.tasks[identity]
        task.held = False
        return task if task.priority > self.current.priority else self.current

    def wait(self):
        self.current.waiting = True
        return self.current

    def send(self, packet):
        target = self.tasks[packet.owner]
        self.queued += 1
        packet.link = None
        packet.owner = self.current.identity
        return target.accept(packet, self.current)

    def after(self, task):
        """The task that comes after this one in the list, which is in order of priority."""
        position = self.order.index(task) + 1
        return self.order[position] if position < len(self.order) else None

    def run(self):
        task = self.order[0]
        while task is not None:
            if task.is_held_or_waiting():
                task = self.after(task)
            else:
                self.current = task
                task = task.resume()


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def packets(count, owner, kind):
    queue = None
    for _ in range(count):
        queue = Packet(queue, owner, kind)
    return queue


def simulate():
    scheduler = Scheduler()
    Idle(scheduler)
    Worker(scheduler, packets(2, WORKER, KIND_WORK))
    Handler(scheduler, HANDLER_A, 2000, packets(3, DEVICE_A, KIND_DEVICE), DEVICE_A)
    Handler(scheduler, HANDLER_B, 3000, packets(3, DEVICE_B, KIND_DEVICE), DEVICE_B)
    Device(scheduler, DEVICE_A, 4000)
    Device(scheduler, DEVICE_B, 5000)
    scheduler.run()
    return scheduler.queued, scheduler.holds


def run(n):
    right = 0
    result = None
    for _ in range(n):
        result = simulate()
        if result == EXPECTED:
            right += 1
    return f"{right} of {n} right, {result[0]} queued, {result[1]} held"


def main():
    n = option("n", 8)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
