import sys


def pick():
    print("handlers are evaluated when needed")
    return KeyError


try:
    raise KeyError
except pick():
    print("picked")
try:
    pass
except pick():
    print("never")
handlers = (TypeError, ValueError)
try:
    int("q")
except handlers as error:
    print(type(error).__name__)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as error:
    print(error)
try:
    sys.exit(4)
except SystemExit as stop:
    print("exit", stop.code)
try:
    raise KeyboardInterrupt
except Exception:
    print("no")
except BaseException as error:
    print("base", type(error).__name__)


def depth(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        depth(n - 1)
    except ValueError:
        if n < 2:
            raise
        return print("stopped at", n)


depth(5)
