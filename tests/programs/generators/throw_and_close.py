# counts: exact
def worker():
    while True:
        try:
            x = yield "ready"
            print("x", x)
        except ValueError as error:
            print("handled", error)
        finally:
            print("cleanup")


g = worker()
next(g)
print(g.throw(ValueError("v")))
print(g.send(5))
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print("out", error)
print(list(g))
g = worker()
next(g)
g.close()
g.close()
try:
    next(g)
except StopIteration:
    print("closed")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield "no"


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)
g = worker()
try:
    g.throw(ValueError("not started"))
except ValueError as error:
    print(error)
print(next(g, "finished"))


def exit_seen():
    try:
        yield
    except GeneratorExit:
        print("asked to exit")
        raise
    finally:
        print("finally")


g = exit_seen()
next(g)
del g
print("after del")


def leak():
    raise StopIteration("inside")
    yield


try:
    next(leak())
except RuntimeError as error:
    print(error, repr(error.__cause__))
