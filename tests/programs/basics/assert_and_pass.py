def check(x):
    assert x > 0, f"{x} is not positive"
    assert x < 100
    return x


print(check(5))
for bad in (-1, 100):
    try:
        check(bad)
    except AssertionError as error:
        print(repr(error), error.args)


def nothing():
    pass


def documented():
    """Only a docstring."""


class Empty: ...


print(nothing(), documented(), documented.__doc__, Empty.__doc__)
if True: print("one line"); print("two statements")
for _ in range(2): pass
print(..., Ellipsis is ...)
