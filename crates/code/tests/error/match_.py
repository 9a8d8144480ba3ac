match x:
    case _:
        pass
    case 1:
        pass
# ---
match x:
    case y:
        pass
    case 1:
        pass
# ---
match x:
    case [a, a]:
        pass
# ---
match x:
    case [a] | [b]:
        pass
# ---
match x:
    case {"a": 1, "a": 2}:
        pass
# ---
match x:
    case C(a=1, a=2):
        pass
# ---
match x:
    case [*a, *b]:
        pass
