functions = []
for i in range(3):
    functions.append(lambda: i)
print([f() for f in functions])
i = 99
print([f() for f in functions])


def build():
    fs = []
    for j in range(3):
        def f():
            return j
        fs.append(f)
    j = "changed"
    return fs


print([f() for f in build()])


def fixed():
    return [(lambda k: lambda: k)(k) for k in range(3)]


print([f() for f in fixed()])
print([f() for f in [lambda: n for n in range(3)]])
print([f(1) for f in [lambda x, n=n: x + n for n in range(3)]])
gen = (lambda: m for m in range(3))
print([f() for f in gen])
saved = list(lambda: m for m in range(3))
print([f() for f in saved])
