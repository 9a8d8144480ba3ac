print("helper is loaded once")
value = 10


def double(x):
    return x * 2


def read():
    return value
