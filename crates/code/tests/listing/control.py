def countdown(n):
    while n > 0:
        n -= 1


def loops(xs):
    for x in xs:
        if x:
            continue
        if not x and xs:
            break
        print(x)
    else:
        print("none")
    while True:
        pass


def choose(a, b):
    if a:
        return 1
    elif b or not a:
        return 2
    else:
        return 3 if a < b < 10 else 4


def truth(a, b, c):
    x = a and b or c
    y = 0 < a <= b
    assert a, "message"
    if 1:
        return x in {1, 2}, y not in [3, 4], a is not None
    dead()
