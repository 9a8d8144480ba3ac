def full(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, sorted(more.items())


print(full(1, d=4))
print(full(1, 20, 30, 40, 50, d=4, e=6, f=7, g=8))
print(full(*[1, 2], **{"d": 4, "z": 26}))
print(full(*"ab", *[3], *(4, 5), d=0, **{"x": 1}, **{"y": 2}))
print(full(1, d=4, a=99, b=98))


def only_keywords(*, a, b=1):
    return a, b


print(only_keywords(a=1), only_keywords(b=2, a=1))


def gather(*args, **kwargs):
    return args, kwargs


print(gather(), gather(1, x=2), gather(*[], **{}))
args = [1, 2]
got, _ = gather(*args)
args.append(3)
print(got)
options = {"k": 1}
_, kw = gather(**options)
kw["k"] = 2
print(options)
