x = "global"


def read():
    return x


def shadow():
    x = "local"
    return x


def change():
    global x, created
    x = "changed"
    created = "made here"


def unbound():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error)
    x = 1


def conditional(flag):
    if flag:
        y = 1
    try:
        return y
    except UnboundLocalError:
        return "unbound"


print(read(), shadow(), x)
change()
print(read(), x, created)
unbound()
print(conditional(True), conditional(False))
print(sorted(k for k in locals() if k in ("x", "created")), locals() is globals())


def inside(a):
    b = a + 1
    return sorted(locals().items())


print(inside(1))
globals()["injected"] = 5
print(injected)
