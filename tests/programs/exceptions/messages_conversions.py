cases = [
    lambda: int("x"), lambda: int("1.5"), lambda: int(""), lambda: float("x"), lambda: int(None),
    lambda: int("12", 40), lambda: int([]), lambda: float([]),
]
for case in cases:
    try:
        print("no error:", case())
    except Exception as error:
        print(type(error).__name__ + ":", error)
