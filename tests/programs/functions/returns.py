def none():
    return


def pair():
    return 1, 2


def star():
    rest = [2, 3]
    return 1, *rest


def nested():
    for i in range(5):
        for j in range(5):
            if i * j == 6:
                return i, j


def early(x):
    if x:
        return "early"
    print("late")


def through_with_loops():
    while True:
        try:
            return "try"
        finally:
            print("finally runs")


print(none(), pair(), star(), nested(), early(1), early(0), through_with_loops())
a, b = pair()
print(a, b)
