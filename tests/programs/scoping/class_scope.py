x = "module"


class C:
    x = "class"
    y = x + "!"
    squares = [i * i for i in range(3)]
    first = [x for _ in range(1)]

    def method(self):
        return x

    for i in range(3):
        last = i
    del i

    if True:
        conditional = "yes"


print(C.y, C.squares, C.first, C().method(), C.last, C.conditional)
print(hasattr(C, "i"))


class D:
    x = x
    print("body runs", x)

    class Inner:
        z = x

    x = "after"


print(D.x, D.Inner.z)


def f():
    x = "function"

    class E:
        print(x)
        w = x
        global shared
        shared = "global from class"

    return E.w


print(f(), shared)
