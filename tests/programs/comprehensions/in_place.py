# counts: exact
# Comprehensions in functions run in the function's own frame; their variables are nobody else's.


def shadows(x):
    inner = [x for x in range(3)]
    return inner, x


def same_name_twice(x):
    return [[x for x in range(x)] for x in range(x)], x


def siblings(xs):
    return [x for x in xs] + [x * 2 for x in xs], {x for x in xs}, {x: x + 1 for x in xs}


def outer_variables(a):
    b = a + 1
    rows = [[a * b + c for c in range(2)] for a in range(2)]
    b = 10
    return rows, a, b


def kept_by_functions(n):
    adders = [lambda y: x + y + n for x in range(3)]
    later = [list(x + z for z in range(2)) for x in range(2)]
    n = 100
    return [add(1) for add in adders], later


def captured_outside(n):
    def see():
        return n

    return [n + i for i in range(2)], see()


def first_iterable_is_outside(x):
    return [x for x in [x, x + 1]]


def unbound():
    try:
        return [z for x in [1] for z in y for y in [x]]
    except UnboundLocalError as error:
        return str(error)


def unbound_afterwards():
    [x for x in range(3)]
    try:
        return x
    except NameError as error:
        return str(error)


def walrus(xs):
    big = [y for x in xs if (y := x * x) > 3]
    return big, y


def after_an_error():
    found = []
    for start in (2, 0):
        try:
            found.append([10 // x for x in range(start, 3)])
        except ZeroDivisionError:
            found.append("zero")
    return found


def below_operands(a, b):
    return a + sum([x for x in b]) * len([y for y in b if y]), [a, [a for a in b], a]


def in_a_generator(xs):
    for x in [x + 1 for x in xs]:
        yield x, [x for _ in range(2)]


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def last_one_goes():
    names = [loud.name for loud in (Loud(i) for i in range(2))]
    print("names:", names)


class Body:
    size = 2
    items = [i for i in range(size)]
    nested = [[j for j in range(i)] for i in range(size)]

    def method(self):
        return [self.size + i for i in self.items], [__class__.__name__ for _ in range(1)]


def globals_too():
    global shared
    return [shared for shared in range(2)], shared, [len for len in "ab"], len("abc")


def unpacking(pairs):
    return [a * b for a, (b, *_) in pairs], {k: v for k, v in dict(pairs).items()}


def visible():
    a = 1
    return [sorted(locals()) for x in range(1)][0], sorted(locals())


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def let_go_after_an_error():
    try:
        [1 / (each.name == "a") for each in map(Told, "ab")]
    except ZeroDivisionError:
        print("caught", sorted(locals()))
    try:
        {k: [1 / v for v in row] for k, row in {"x": [1, 0]}.items()}
    except ZeroDivisionError:
        print("caught", sorted(locals()))


def an_error_in_a_loop():
    seen = []
    for n in (1, 0, 2):
        try:
            seen.append([6 // n for _ in range(n or 1)])
        except ZeroDivisionError as error:
            seen.append(str(error))
    return seen


shared = "global"
print(shadows(7))
print(same_name_twice(3))
print(siblings([1, 2]))
print(outer_variables(5))
print(kept_by_functions(1))
print(captured_outside(4))
print(first_iterable_is_outside(1))
print(unbound())
print(unbound_afterwards())
print(walrus([1, 2, 3]))
print(after_an_error())
print(below_operands(1, [0, 2]))
print(list(in_a_generator([1, 2])))
last_one_goes()
print(Body.items, Body.nested, Body().method())
print(globals_too())
print(unpacking([(1, (2, 3)), (4, (5, 6))]))
print(visible())
print((lambda n: [n + i for i in range(n)])(2), list([y for y in range(x)] for x in range(3)))
let_go_after_an_error()
print(an_error_in_a_loop())
