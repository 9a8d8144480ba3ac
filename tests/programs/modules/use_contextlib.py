from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress
import io


@contextmanager
def managed(name):
    print("in", name)
    try:
        yield name
    except ValueError as error:
        print("handled", error)
    finally:
        print("out", name)


with managed(1) as v:
    print(v)
with managed(2):
    raise ValueError("boo")
try:
    with managed(3):
        raise KeyError("k")
except KeyError as error:
    print("KeyError", error)


@managed("decorator")
def decorated():
    return "result"


print(decorated(), decorated())
with suppress(ZeroDivisionError, KeyError):
    1 / 0
buffer = io.StringIO()
with redirect_stdout(buffer):
    print("captured")
print(repr(buffer.getvalue()))
with ExitStack() as stack:
    names = [stack.enter_context(managed(n)) for n in "ab"]
    stack.callback(print, "callback")
with nullcontext(5) as five:
    print(five)


class Door:
    def close(self):
        print("closed")


with closing(Door()):
    print("open")
