key, real = "a", 1.0
cases = [
    lambda: "a" + 1, lambda: 1 + "a", lambda: [1] + (2,), lambda: (1,) + [2], lambda: "a" * "b",
    lambda: [1] * 1.5, lambda: -"a", lambda: {} + {}, lambda: None + 1, lambda: "abc"[10],
    lambda: "abc"[key], lambda: [1, 2][real],
]
for case in cases:
    try:
        print("no error:", case())
    except Exception as error:
        print(type(error).__name__ + ":", error)
