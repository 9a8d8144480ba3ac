def shared():
    x = "first"

    def get():
        return x

    def put(v):
        nonlocal x
        x = v

    return get, put


get, put = shared()
print(get.__code__.co_freevars, len(get.__closure__), get.__closure__[0].cell_contents)
put("second")
print(get(), get.__closure__[0].cell_contents)


def undefined():
    def use():
        return later
    try:
        use()
    except NameError as error:
        print(error)
    later = "now"
    return use()


print(undefined())


def parameter(a, b):
    def inner():
        return a + b
    a = a * 10
    return inner


print(parameter(1, 2)())


def delete():
    x = 1

    def f():
        return x
    del x
    try:
        return f()
    except NameError as error:
        return str(error)


print(delete())


def exception_target():
    error = "outer"
    try:
        raise ValueError("inner")
    except ValueError as error:
        pass
    f = lambda: error
    try:
        return f()
    except NameError as e:
        return type(e).__name__


print(exception_target())
