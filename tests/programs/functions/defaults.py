def append(item, to=[]):
    to.append(item)
    return to


print(append(1), append(2), append(3, []), append(4))


def noisy(value):
    print("default evaluated", value)
    return value


def f(a=noisy(1), *, b=noisy(2)):
    return a, b


print(f(), f(5), f(b=6))
x = 10
def late(v=x):
    return v, x
x = 20
print(late())
print(f.__defaults__, f.__kwdefaults__)
makers = [lambda i=i: i for i in range(3)]
print([m() for m in makers])
def chain(a, b=None):
    b = [] if b is None else b
    b.append(a)
    return b
print(chain(1), chain(2))
