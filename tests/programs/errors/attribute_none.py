# exit: 1
def find(name):
    for n in ("a", "b"):
        if n == name:
            return name


print(find("a").upper())
print(find("c").upper())
