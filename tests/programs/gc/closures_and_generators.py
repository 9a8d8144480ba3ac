# counts: exact
import gc


class Flag:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("freed", self.name)


def closure_cycle():
    flag = Flag("closure")

    def f():
        return f, flag

    return None


gc.collect()
closure_cycle()
print("collecting")
gc.collect()


def generator():
    flag = Flag("generator")
    yield 1
    yield flag


g = generator()
next(g)
del g
print("generator deleted")
d = {"flag": Flag("dict")}
d["self"] = d
del d
print("collecting")
gc.collect()


class Loop:
    flag = None


Loop.instance = Loop()
Loop.instance.flag = Flag("class")
Loop.instance = None
print("end")
