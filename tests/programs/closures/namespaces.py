# counts: exact
# What keeps a namespace, and what sees it.
import gc
import sys
import types


class Flag:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("freed", self.name)


space = {"Flag": Flag}
exec("flag = Flag('in a dict of its own')", space)
del space
print("the dict is gone")

space = {"Flag": Flag}
exec("flag = Flag('seen by a function')\ndef outer():\n    def inner():\n        return flag.name\n    return inner", space)
inner = space["outer"]()
print(inner.__globals__ is space, space["outer"].__globals__ is space)
del space["outer"]
del space
gc.collect()
print(inner())
del inner
gc.collect()
print("collected")


def make():
    def made():
        return value
    return made


value = 1
made = make()
print(made.__globals__ is globals(), make.__globals__ is globals(), made())
globals()["value"] = 2
print(made())

import textwrap

dedent = textwrap.dedent
names = dedent.__globals__
module = sys.modules.pop("textwrap")
print(module.__dict__ is names, names["__name__"])
del module, textwrap
gc.collect()
print(repr(dedent("  a\n  b")))
import textwrap

print(textwrap.dedent is dedent, textwrap.dedent("  c"))
del names, dedent
gc.collect()
closures = [(lambda number=number: number + value) for number in range(1000)]
print(sum(closure() for closure in closures))
del closures
