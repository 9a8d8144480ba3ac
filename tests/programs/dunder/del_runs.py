# counts: exact
class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Thing("a")
a = None
print("after a")
b = c = Thing("b")
del b
print("still one name")
del c
print("after b")


def scope():
    local = Thing("local")
    print("in scope")


scope()
print("after scope")
items = [Thing("one"), Thing("two")]
items.pop(0)
print("popped")
items.clear()
print("cleared")
Thing("temporary")
print("after temporary")
d = {"k": Thing("old")}
d["k"] = Thing("new")
print("replaced")
del d
x = Thing("swap")
x = Thing("swapped in")
print("end")
del x
