# Values that wait on the stack while others are stored, unpacked or compared must stay what they were.


def one():
    return [1]


def two():
    return [2]


def three():
    return [3]


def rising():
    if one() < two() < three():
        return "rising"
    return "not"


def falling():
    turns = 0
    while three() > two() > one():
        turns += 1
        if turns == 3:
            return "falling"
    return "not"


def pairs():
    a, b, c, d = [], 2, 3, 4
    (a, b), (c, d) = (c, d), (a, b)
    return a, b, c, d


def new_and_old(a):
    a, b = one(), a
    return a, b


def new_and_old_twice(a):
    a, b, c = [7], a, a
    return a, b, c


def through_items(a, x):
    x[0], a, b = a, x[1], a
    return a, b, x


def nested(a, b):
    (a, *b), [c, (d, e)] = (b, a, b), (a, one() + two())
    return a, b, c, d, e


def chosen(x):
    return [one(), two() if one() < x < three() else three(), x if not x > two() > one() else None]


def caught(x):
    for item in (one, two):
        try:
            raise KeyError(x)
        except (IndexError, KeyError) as error:
            x, kept = item(), error.args[0]
    return x, kept


print(rising(), falling(), pairs())
print(new_and_old(5), new_and_old_twice(5), through_items(5, [1, 2]))
print(nested("x", "y"), chosen([2]), chosen([4]), caught([0]))
