# argv: n=6
# timed: yes
"""An incremental constraint solver: many small classes, virtual methods, lists that grow and shrink.

    python3 deltablue.py [n=500]

`n` is the length of the chain and the number of projected points. Source: M. Sannella, J. Maloney, B.
Freeman-Benson and A. Borning, "Multi-way versus one-way constraints in user interfaces: experience with the
DeltaBlue algorithm", 1993; the two tests are those of the Smalltalk program by Maloney and Wolczko.
"""
import sys
import time

# Strengths: a smaller number is stronger.
REQUIRED, STRONG_PREFERRED, PREFERRED, STRONG_60, NORMAL, WEAK_60, WEAKEST = range(7)


class Variable:
    """A value, the constraint that determines it, and those that look at it."""

    def __init__(self, value=0):
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.walk_strength = WEAKEST
        self.stay = True

    def remove(self, constraint):
        self.constraints.remove(constraint)
        if self.determined_by is constraint:
            self.determined_by = None


class Constraint:
    is_input = False

    def __init__(self, strength):
        self.strength = strength

    def add_to(self, planner):
        self.enter_graph()
        planner.add(self)

    def destroy(self, planner):
        if self.is_satisfied():
            planner.remove(self)
        else:
            self.leave_graph()

    def satisfy(self, mark, planner):
        """Tries to enforce this; returns the constraint that it displaced, if any."""
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be satisfied")
            return None
        self.mark_inputs(mark)
        output = self.output()
        displaced = output.determined_by
        if displaced is not None:
            displaced.mark_unsatisfied()
        output.determined_by = self
        if not planner.propagate(self, mark):
            raise RuntimeError("the constraints form a cycle")
        output.mark = mark
        return displaced


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add_to(planner)

    def enter_graph(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def leave_graph(self):
        self.variable.remove(self)
        self.satisfied = False

    def choose_method(self, mark):
        self.satisfied = self.variable.mark != mark and self.strength < self.variable.walk_strength

    def is_satisfied(self):
        return self.satisfied

    def mark_inputs(self, mark):
        pass

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def mark_unsatisfied(self):
        self.satisfied = False

    def recalculate(self):
        self.variable.walk_strength = self.strength
        self.variable.stay = not self.is_input
        if self.variable.stay:
            self.execute()


class Stay(Unary):
    """Wants a variable to remain as it is."""

    def execute(self):
        pass


class Edit(Unary):
    """Marks a variable that is changed from outside."""

    is_input = True

    def execute(self):
        pass


NONE, FORWARD, BACKWARD = range(3)


class Binary(Constraint):
    def __init__(self, first, second, strength, planner):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = NONE
        self.add_to(planner)

    def enter_graph(self):
        self.first.constraints.append(self)
        self.second.constraints.append(self)
        self.direction = NONE

    def leave_graph(self):
        self.first.remove(self)
        self.second.remove(self)
        self.direction = NONE

    def choose_method(self, mark):
        first, second = self.first, self.second
        if first.mark == mark:
            free = second.mark != mark and self.strength < second.walk_strength
            self.direction = FORWARD if free else NONE
        elif second.mark == mark:
            self.direction = BACKWARD if self.strength < first.walk_strength else NONE
        elif first.walk_strength > second.walk_strength:
            self.direction = BACKWARD if self.strength < first.walk_strength else NONE
        else:
            self.direction = FORWARD if self.strength < second.walk_strength else BACKWARD

    def is_satisfied(self):
        return self.direction != NONE

    def mark_inputs(self, mark):
        self.input().mark = mark

    def inputs_known(self, mark):
        source = self.input()
        return source.mark == mark or source.stay or source.determined_by is None

    def input(self):
        return self.first if self.direction == FORWARD else self.second

    def output(self):
        return self.second if self.direction == FORWARD else self.first

    def mark_unsatisfied(self):
        self.direction = NONE

    def recalculate(self):
        source, target = self.input(), self.output()
        target.walk_strength = max(self.strength, source.walk_strength)
        target.stay = source.stay
        if target.stay:
            self.execute()


class Equal(Binary):
    """Keeps two variables equal."""

    def execute(self):
        self.output().value = self.input().value


class Scale(Binary):
    """Keeps the second variable at the first times a scale plus an offset."""

    def __init__(self, first, scale, offset, second, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(first, second, strength, planner)

    def enter_graph(self):
        super().enter_graph()
        self.scale.constraints.append(self)
        self.offset.constraints.append(self)

    def leave_graph(self):
        super().leave_graph()
        self.scale.remove(self)
        self.offset.remove(self)

    def mark_inputs(self, mark):
        super().mark_inputs(mark)
        self.scale.mark = mark
        self.offset.mark = mark

    def execute(self):
        if self.direction == FORWARD:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, target = self.input(), self.output()
        target.walk_strength = max(self.strength, source.walk_strength)
        target.stay = source.stay and self.scale.stay and self.offset.stay
        if target.stay:
            self.execute()


class Planner:
    def __init__(self):
        self.mark = 0

    def next_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        mark = self.next_mark()
        displaced = constraint.satisfy(mark, self)
        while displaced is not None:
            displaced = displaced.satisfy(mark, self)

    def remove(self, constraint):
        output = constraint.output()
        constraint.mark_unsatisfied()
        constraint.leave_graph()
        unsatisfied = self.release(output)
        for strength in range(REQUIRED, WEAKEST + 1):
            for other in unsatisfied:
                if other.strength == strength:
                    self.add(other)

    def release(self, output):
        """Forgets what a variable was determined by, downstream; returns the constraints that may hold now."""
        output.determined_by = None
        output.walk_strength = WEAKEST
        output.stay = True
        unsatisfied = []
        todo = [output]
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
            determining = variable.determined_by
            for constraint in variable.constraints:
                if constraint is not determining and constraint.is_satisfied():
                    constraint.recalculate()
                    todo.append(constraint.output())
        return unsatisfied

    def propagate(self, constraint, mark):
        """Walks downstream and recalculates; False if that meets its own output."""
        todo = [constraint]
        while todo:
            current = todo.pop()
            if current.output().mark == mark:
                self.remove(constraint)
                return False
            current.recalculate()
            self.add_consumers(current.output(), todo)
        return True

    def add_consumers(self, variable, todo):
        determining = variable.determined_by
        for constraint in variable.constraints:
            if constraint is not determining and constraint.is_satisfied():
                todo.append(constraint)

    def plan_for(self, sources):
        """The constraints to execute, in order, when the sources change."""
        mark = self.next_mark()
        plan = []
        todo = [source for source in sources if source.is_input and source.is_satisfied()]
        while todo:
            constraint = todo.pop()
            output = constraint.output()
            if output.mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                output.mark = mark
                self.add_consumers(output, todo)
        return plan

    def change(self, variable, value):
        edit = Edit(variable, PREFERRED, self)
        plan = self.plan_for([edit])
        for _ in range(10):
            variable.value = value
            for constraint in plan:
                constraint.execute()
        edit.destroy(self)


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def chain(n):
    """A long chain of equal variables, whose head is changed a hundred times."""
    planner = Planner()
    variables = [Variable() for _ in range(n + 1)]
    for i in range(n):
        Equal(variables[i], variables[i + 1], REQUIRED, planner)
    Stay(variables[n], STRONG_60, planner)
    edit = Edit(variables[0], PREFERRED, planner)
    plan = planner.plan_for([edit])
    right = 0
    for value in range(100):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
        if variables[n].value == value:
            right += 1
    edit.destroy(planner)
    return right


def project(n):
    """Points projected by a shared scale and offset, changed at both ends."""
    planner = Planner()
    scale = Variable(10)
    offset = Variable(1000)
    sources = []
    targets = []
    for i in range(n):
        source = Variable(i)
        target = Variable(i)
        sources.append(source)
        targets.append(target)
        Stay(source, NORMAL, planner)
        Scale(source, scale, offset, target, REQUIRED, planner)
    planner.change(sources[n // 2], 17)
    seen = [targets[n // 2].value]
    planner.change(targets[n // 2], 1050)
    seen.append(sources[n // 2].value)
    planner.change(scale, 5)
    seen.append(sum([target.value for target in targets]))
    planner.change(offset, 2000)
    seen.append(sum([target.value for target in targets]))
    return seen


def run(n):
    right = 0
    seen = []
    for _ in range(20):
        right += chain(n)
        seen = project(n)
    return f"{right} {seen}"


def main():
    n = option("n", 500)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
