x = 10
x += 5; x -= 3; x *= 2; print(x)
x //= 5; x **= 3; x %= 7; print(x)
x <<= 4; x |= 1; x ^= 3; x &= 30; x >>= 1; print(x)
f = 9
f /= 2
print(f)


def index():
    print("index once")
    return 1


values = [1, 2, 3]
values[index()] += 40
print(values)
alias = values
alias += [4]
print(values, alias is values)
alias = alias + [5]
print(values, alias is values)
t = (1, 2)
u = t
u += (3,)
print(t, u)


class Counter:
    total = 0

    def __iadd__(self, other):
        self.total += other
        return self


c = Counter()
before = c
c += 3
c += 4
print(c.total, c is before, Counter.total)
s = "ab"
s *= 3
print(s)
holder = ([1],)
try:
    holder[0] += [2]
except TypeError as error:
    print(error)
print(holder)
