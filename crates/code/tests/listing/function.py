def f(a, b=1, /, c=2, *args, d, e=3, **kwargs) -> int:
    """Doc."""
    return a + b


def annotated(a: int, *b: str, c: "x" = g()) -> None:
    pass


@decorator
@other(1)
def outer(x):
    y = x

    def inner():
        nonlocal y
        y += x
        return lambda z=y: z + x
    return inner


def globals_():
    global counter
    counter += 1
    del counter
    print(counter)


def call(f, *args, **kwargs):
    f()
    f(1, 2, key=3)
    f(*args)
    f(1, *args, 2, key=3, **kwargs)
    f(**kwargs, **kwargs)
    f.method(1)
    f.method(1, key=2)
