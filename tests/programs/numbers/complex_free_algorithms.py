def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def is_prime(n):
    if n < 2:
        return False
    d, r = n - 1, 0
    while d % 2 == 0:
        d, r = d // 2, r + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % a == 0:
            return n == a
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def isqrt(n):
    x = n
    y = (x + 1) // 2
    while y < x:
        x, y = y, (y + n // y) // 2
    return x


def to_base(n, base):
    digits = ""
    while n:
        n, d = divmod(n, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[d] + digits
    return digits or "0"


print(gcd(2 ** 40 * 15, 3 ** 20 * 10), gcd(17, 5))
print([n for n in range(60) if is_prime(n)], is_prime(2 ** 61 - 1), is_prime(2 ** 67 - 1))
print(isqrt(2 * 10 ** 60), to_base(2 ** 64, 36), to_base(0, 2), int(to_base(123456789, 7), 7))
a, b = 1, 1
for _ in range(300):
    a, b = b, a + b
print(b, b % 1000007)
h = 0
for c in "hash me":
    h = (h * 31 + ord(c)) & 0xFFFFFFFF
print(h, (1 << 64) - h, -h >> 3, h ^ -1)
