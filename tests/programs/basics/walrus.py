if (n := len("hello")) > 3:
    print("long", n)
values = [1, 5, 2, 8]
print([half for v in values if (half := v // 2) > 0], half)
i = 0
while (i := i + 1) < 4:
    print("turn", i)
print((a := 1, b := a + 1), a, b)
print(x := 3)
total = 0
partial = [total := total + v for v in values]
print(partial, total)


def f(p):
    return (q := p * 2) + q


print(f(4))
print(any((found := v) > 4 for v in values), found)
