# One-way constraints of different strengths, solved step by step, after the DeltaBlue algorithm.
REQUIRED, STRONG, MEDIUM, WEAK, NONE = range(5)


class Variable:
    def __init__(self, name, value):
        self.name, self.value = name, value
        self.constraints, self.by, self.mark, self.strength, self.stay = [], None, 0, NONE, True


class Constraint:
    """Among several ways to satisfy it, `methods` of (output index, function of the others)."""

    def __init__(self, strength, variables, methods, is_input=False):
        self.strength, self.variables, self.methods = strength, variables, methods
        self.is_input, self.chosen = is_input, None

    def output(self):
        return self.variables[self.methods[self.chosen][0]]

    def inputs(self):
        return [v for v in self.variables if v is not self.output()]

    def choose(self, mark):
        self.chosen, best = None, self.strength
        for i, (out, _) in enumerate(self.methods):
            v = self.variables[out]
            if v.mark != mark and v.strength > best:
                self.chosen, best = i, v.strength

    def recalculate(self):
        out = self.output()
        out.strength = max([self.strength] + [
            self.variables[o].strength for o, _ in self.methods if self.variables[o] is not out])
        out.stay = not self.is_input and all(v.stay for v in self.inputs())
        if out.stay:
            self.execute()

    def execute(self):
        out, function = self.methods[self.chosen]
        self.variables[out].value = function(*[v.value for v in self.inputs()])


class Planner:
    def __init__(self):
        self.mark = 0

    def add(self, constraint):
        for v in constraint.variables:
            v.constraints.append(constraint)
        self.mark += 1
        while constraint is not None:
            constraint = self.satisfy(constraint)

    def satisfy(self, constraint):
        constraint.choose(self.mark)
        if constraint.chosen is None:
            if constraint.strength == REQUIRED:
                raise ValueError("a required constraint could not be satisfied")
            return None
        for v in constraint.inputs():
            v.mark = self.mark
        out = constraint.output()
        displaced, out.by = out.by, constraint
        if displaced is not None:
            displaced.chosen = None
        self.propagate(constraint)
        out.mark = self.mark
        return displaced

    def propagate(self, constraint):
        todo = [constraint]
        while todo:
            c = todo.pop()
            c.recalculate()
            todo.extend(self.consumers(c.output()))

    def consumers(self, v):
        return [c for c in v.constraints if c.chosen is not None and c is not v.by]

    def remove(self, constraint):
        for v in constraint.variables:
            v.constraints.remove(constraint)
        if constraint.chosen is None:
            return
        out = constraint.output()
        out.by, out.strength, out.stay = None, NONE, True
        unsatisfied, todo = [], [out]
        while todo:
            v = todo.pop()
            unsatisfied += [c for c in v.constraints if c.chosen is None and c not in unsatisfied]
            for c in self.consumers(v):
                c.recalculate()
                todo.append(c.output())
        for c in sorted(unsatisfied, key=lambda c: c.strength):
            self.mark += 1
            while c is not None:
                c = self.satisfy(c)

    def set(self, variable, value):
        edit = Constraint(STRONG, [variable], [(0, lambda: value)], is_input=True)
        self.add(edit)
        if edit.chosen is not None:
            edit.execute()
            todo = self.consumers(variable)
            while todo:
                c = todo.pop()
                c.execute()
                todo.extend(self.consumers(c.output()))
        self.remove(edit)


def equal(a, b):
    return Constraint(REQUIRED, [a, b], [(1, lambda x: x), (0, lambda y: y)])


def scaled(a, b, factor, offset):
    return Constraint(REQUIRED, [a, b], [(1, lambda x: x * factor + offset), (0, lambda y: (y - offset) // factor)])


def stay(v, strength):
    return Constraint(strength, [v], [(0, lambda: v.value)])


planner = Planner()
chain = [Variable(f"v{i}", 0) for i in range(40)]
for a, b in zip(chain, chain[1:]):
    planner.add(equal(a, b))
planner.add(stay(chain[-1], WEAK))
for value in range(15):
    planner.set(chain[0], value)
    assert all(v.value == value for v in chain)
print([v.value for v in chain[::13]])
sources = [Variable(f"s{i}", i) for i in range(12)]
targets = [Variable(f"t{i}", 0) for i in range(12)]
for s, t in zip(sources, targets):
    planner.add(stay(s, MEDIUM))
    planner.add(scaled(s, t, 10, 1000))
print([t.value for t in targets])
planner.set(sources[3], 17)
planner.set(targets[5], 1050)
print([s.value for s in sources], [t.value for t in targets])
