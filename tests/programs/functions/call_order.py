def say(x):
    print("say", x)
    return x


def target(*args, **kwargs):
    print("called", args, kwargs)


def get():
    print("function first")
    return target


get()(say(1), *[say(2), say(3)], say(4), k=say(5), **{say("m"): say(6)})


def decorator(tag):
    print("make", tag)

    def wrap(f):
        print("wrap", tag, f.__name__)
        return f

    return wrap


@decorator("outer")
@decorator("inner")
def decorated(a=say("default")):
    return a


print(decorated())
