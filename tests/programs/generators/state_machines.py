def traffic():
    while True:
        for colour in ("red", "green", "yellow"):
            command = yield colour
            if command == "reset":
                break


t = traffic()
print([next(t) for _ in range(4)], t.send("reset"), next(t))


class Scheduler:
    def __init__(self):
        self.tasks = []
        self.log = []

    def add(self, name, task):
        self.tasks.append((name, task))

    def run(self):
        while self.tasks:
            name, task = self.tasks.pop(0)
            try:
                self.log.append((name, next(task)))
                self.tasks.append((name, task))
            except StopIteration as stop:
                self.log.append((name, "done", stop.value))


def steps(n):
    for i in range(n):
        yield i
    return n * 100


s = Scheduler()
s.add("a", steps(2))
s.add("b", steps(1))
s.run()
print(s.log)


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


print(list(Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6))), 3 in Tree(3), sum(Tree(1, Tree(2))))
