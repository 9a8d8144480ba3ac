def show(error):
    print(repr(error), "cause:", repr(error.__cause__), "context:", repr(error.__context__),
          "suppress:", error.__suppress_context__)


try:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second")
except ValueError as error:
    show(error)
try:
    try:
        raise KeyError("first")
    except KeyError as first:
        raise ValueError("second") from first
except ValueError as error:
    show(error)
try:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second") from None
except ValueError as error:
    show(error)
try:
    raise ValueError("class cause") from KeyError
except ValueError as error:
    show(error)
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
try:
    try:
        raise KeyError("a")
    finally:
        raise IndexError("b")
except IndexError as error:
    show(error)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ZeroDivisionError as error:
    show(error)
try:
    raise
except RuntimeError as error:
    print(error)
for bad in (5, "text", int):
    try:
        raise bad
    except TypeError as error:
        print(error)
