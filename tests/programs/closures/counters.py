def counter(start=0):
    count = start

    def up(step=1):
        nonlocal count
        count += step
        return count

    def peek():
        return count

    return up, peek


up, peek = counter()
up(); up(5)
print(peek())
other_up, other_peek = counter(100)
other_up()
print(peek(), other_peek())


def accumulate():
    total = 0
    seen = []

    def add(x):
        nonlocal total
        total += x
        seen.append(x)
        return total, list(seen)

    return add


add = accumulate()
print(add(1), add(2), add(3))


def three():
    x = 1

    def two():
        def one():
            nonlocal x
            x += 1
            return x
        return one
    one = two()
    one()
    return one(), x


print(three())
