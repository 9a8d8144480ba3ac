def name(x):
    print("asked", x)
    return x


print(name("a") if name(1) else name("b"))
print(name("a") if name(0) else name("b"))
print([("even" if i % 2 == 0 else "odd") for i in range(3)])
print(1 if False else 2 if False else 3)
print((1 if True else 2) + 10, 1 if True else 2 + 10)
sign = lambda x: -1 if x < 0 else 1 if x > 0 else 0
print(sign(-5), sign(0), sign(7))
x = None
print(x if x is not None else "unset")
print("-" * (3 if x is None else 1))
