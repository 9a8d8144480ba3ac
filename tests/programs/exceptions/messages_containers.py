cases = [
    lambda: [][0], lambda: [1].pop(5), lambda: [].pop(), lambda: {}["k"], lambda: {}.popitem(),
    lambda: set().pop(), lambda: {1}.remove(2), lambda: [1].remove(2), lambda: [1].index(2),
    lambda: (1,).index(2), lambda: "a".index("b"),
]
for case in cases:
    try:
        print("no error:", case())
    except Exception as error:
        print(type(error).__name__ + ":", error)
