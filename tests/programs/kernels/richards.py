# A small operating system: tasks with queues of packets, run by priority, as in Richards' benchmark.
IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE_PACKET, WORK_PACKET = "device", "work"


class Packet:
    def __init__(self, owner, kind):
        self.owner, self.kind, self.datum, self.data = owner, kind, 0, [0] * 4


class Task:
    def __init__(self, kernel, ident, priority, packets=()):
        self.kernel, self.ident, self.priority = kernel, ident, priority
        self.queue = list(packets)
        self.held = self.waiting = False
        kernel.add(self)

    def runnable(self):
        return not self.held and (not self.waiting or bool(self.queue))

    def run(self):
        packet = self.queue.pop(0) if self.waiting and self.queue else None
        self.waiting = False
        return self.step(packet)

    def wait(self):
        self.waiting = True
        return self


class Idle(Task):
    def __init__(self, kernel, turns):
        super().__init__(kernel, IDLE, 0)
        self.turns, self.control = turns, 1

    def step(self, packet):
        self.turns -= 1
        if self.turns == 0:
            return self.kernel.hold(self)
        odd, self.control = self.control & 1, self.control // 2
        if odd:
            self.control ^= 0xD008
        return self.kernel.release(DEVICE_B if odd else DEVICE_A)


class Worker(Task):
    to, letter = HANDLER_A, 0

    def step(self, packet):
        if packet is None:
            return self.wait()
        self.to = HANDLER_B if self.to == HANDLER_A else HANDLER_A
        packet.owner, packet.datum = self.to, 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        return self.kernel.send(self, packet)


class Handler(Task):
    def __init__(self, *args):
        super().__init__(*args)
        self.work, self.devices = [], []

    def step(self, packet):
        if packet is not None:
            (self.work if packet.kind == WORK_PACKET else self.devices).append(packet)
        if self.work:
            work = self.work[0]
            if work.datum >= 4:
                return self.kernel.send(self, self.work.pop(0), WORKER)
            if self.devices:
                device = self.devices.pop(0)
                device.datum = work.data[work.datum]
                work.datum += 1
                return self.kernel.send(self, device, DEVICE_A if self.ident == HANDLER_A else DEVICE_B)
        return self.wait()


class Device(Task):
    pending = None

    def step(self, packet):
        if packet is not None:
            self.pending = packet
            self.kernel.seen = (self.kernel.seen * 31 + packet.datum) % 1000003
            return self.kernel.hold(self)
        if self.pending is None:
            return self.wait()
        packet, self.pending = self.pending, None
        return self.kernel.send(self, packet)


class Kernel:
    def __init__(self):
        self.tasks, self.queued, self.holds, self.steps, self.seen = {}, 0, 0, 0, 0

    def add(self, task):
        self.tasks[task.ident] = task
        self.order = sorted(self.tasks.values(), key=lambda t: -t.priority)

    def hold(self, task):
        self.holds += 1
        task.held = True

    def release(self, ident):
        self.tasks[ident].held = False

    def send(self, sender, packet, to=None):
        target = self.tasks[packet.owner if to is None else to]
        self.queued += 1
        packet.owner = sender.ident
        target.queue.append(packet)

    def schedule(self):
        while True:
            for task in self.order:
                if task.runnable():
                    self.steps += 1
                    task.run()
                    break
            else:
                return


kernel = Kernel()
Idle(kernel, 600)
Worker(kernel, WORKER, 1000, [Packet(HANDLER_A, WORK_PACKET) for _ in range(2)]).wait()
for ident, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
    Handler(kernel, ident, priority, [Packet(device, DEVICE_PACKET) for _ in range(3)]).wait()
Device(kernel, DEVICE_A, 4000).wait()
Device(kernel, DEVICE_B, 5000).wait()
kernel.schedule()
print(kernel.steps, kernel.queued, kernel.holds, kernel.seen)
print([(t.ident, len(t.queue), t.held, t.waiting) for t in kernel.order])
