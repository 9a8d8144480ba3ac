def f(what):
    try:
        print("try", what)
        if what == "raise":
            raise ValueError("v")
        if what == "return":
            return "from try"
    except ValueError as error:
        print("except", error)
        return "from except"
    else:
        print("else")
        return "from else"
    finally:
        print("finally")


for what in ("raise", "return", "fall"):
    print(f(what))


def order():
    try:
        raise KeyError("k")
    except (IndexError, KeyError):
        return "tuple matched"
    except LookupError:
        return "too late"


print(order())


def base():
    try:
        [][1]
    except LookupError as error:
        return type(error).__name__


print(base())
try:
    try:
        raise ValueError("a")
    except KeyError:
        print("no")
    finally:
        print("inner finally")
except ValueError:
    print("outer")
try:
    raise ValueError
except Exception as e:
    print(repr(e))
try:
    e
except NameError:
    print("name is deleted after except")
