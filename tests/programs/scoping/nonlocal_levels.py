x = 0


def outer():
    x = 1

    def middle():
        def inner():
            nonlocal x
            x += 10

        inner()
        return x

    def module():
        global x
        x = 100

    got = middle()
    module()
    return got, x


print(outer(), x)


def builder():
    a = b = 0

    def step():
        nonlocal a, b
        a, b = a + 1, b + a
        return a, b

    return step


step = builder()
print(step(), step(), step())
