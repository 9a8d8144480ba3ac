import sys


def current():
    return sys.exc_info()[0] and sys.exc_info()[0].__name__


print(current())
try:
    raise ValueError
except ValueError:
    print(current())
    try:
        raise KeyError
    except KeyError:
        print(current())
    print(current())
print(current())


def generator():
    try:
        yield current()
    except KeyError:
        yield "in generator " + current()


try:
    raise ValueError("outer")
except ValueError:
    g = generator()
    print(next(g))
    print(g.throw(KeyError("k")))
    print(current())


def log_and_raise():
    try:
        1 / 0
    except ZeroDivisionError as error:
        print("log", error)
        raise


try:
    log_and_raise()
except ZeroDivisionError as error:
    print("again", error)
saved = None
try:
    raise ValueError("keep")
except ValueError as error:
    saved = error
try:
    raise saved
except ValueError as error:
    print(error is saved, error.__context__)
try:
    raise ValueError("x").with_traceback(None)
except ValueError as error:
    print(error.__traceback__ is not None, error.__traceback__.tb_lineno)
