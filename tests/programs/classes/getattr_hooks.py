class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        self.log.append("get " + name)
        return getattr(self.target, name)

    def __setattr__(self, name, value):
        self.log.append("set " + name)
        setattr(self.target, name, value)

    def __delattr__(self, name):
        self.log.append("del " + name)
        delattr(self.target, name)


class Target:
    kind = "target"


t = Target()
p = Proxy(t)
p.x = 5
print(p.x, t.x, p.kind)
del p.x
print(hasattr(p, "x"), hasattr(t, "x"))
print(p.log)


class Everything:
    def __getattribute__(self, name):
        if name.startswith("real_"):
            return object.__getattribute__(self, name[5:])
        return "faked " + name

    def method(self):
        return "method"


e = Everything()
e.stored = 1
print(e.stored, e.real_stored, e.anything, e.real_method())


class Missing:
    def __getattr__(self, name):
        if name == "lazy":
            self.lazy = "computed"
            return self.lazy
        raise AttributeError(f"no {name}")


m = Missing()
print(m.lazy, m.__dict__, getattr(m, "other", "default"))
try:
    m.other
except AttributeError as error:
    print(error)
