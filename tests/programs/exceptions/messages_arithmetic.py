cases = [
    lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0,
    lambda: 0 ** -1, lambda: divmod(1, 0),
]
for case in cases:
    try:
        print("no error:", case())
    except Exception as error:
        print(type(error).__name__ + ":", error)
