def kinds(value):
    match value:
        case 0 | 1:
            return "small"
        case None:
            return "none"
        case [x, y]:
            return x + y
        case [first, *rest] if rest:
            return first
        case [_, *_, last]:
            return last
        case {"key": v, "other": 2, **rest}:
            return v, rest
        case Point(0, y=b) | [b] as whole:
            return b, whole
        case {}:
            return "mapping"
        case module.CONSTANT:
            pass
        case _:
            return "other"
