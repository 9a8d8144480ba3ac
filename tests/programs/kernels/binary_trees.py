def make(depth):
    return (make(depth - 1), make(depth - 1)) if depth else (None, None)


def check(tree):
    left, right = tree
    return 1 if left is None else 1 + check(left) + check(right)


longest = 9
print("stretch", check(make(longest + 1)))
long_lived = make(longest)
for depth in range(4, longest + 1, 2):
    rounds = 1 << (longest - depth + 2)
    print(rounds, "trees of depth", depth, "check", sum(check(make(depth)) for _ in range(rounds)))
print("long lived", check(long_lived))
