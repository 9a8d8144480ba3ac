# exit: 1
def inner(n):
    return 10 / n


def outer(n):
    print("before")
    return inner(n) + 1


outer(0)
print("never")
