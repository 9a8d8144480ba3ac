def two(a, b):
    pass


def keyword(*, k):
    pass


def positional(a, /):
    pass


def some(a, b=1):
    pass


def attempt(call):
    try:
        call()
    except TypeError as error:
        print(error)


attempt(lambda: two())
attempt(lambda: two(1))
attempt(lambda: two(1, 2, 3))
attempt(lambda: two(1, 2, c=3))
attempt(lambda: two(1, a=2))
attempt(lambda: keyword())
attempt(lambda: keyword(1))
attempt(lambda: positional(a=1))
attempt(lambda: some(1, 2, 3))
attempt(lambda: some())
attempt(lambda: two(**{"a": 1, "b": 2}, **{"b": 3}))
attempt(lambda: two(*5))
attempt(lambda: two(**5))
number, text = 5, "text"
attempt(lambda: number())
attempt(lambda: text(1))
