def return_wins():
    try:
        return "try"
    finally:
        return "finally"


def swallows():
    try:
        raise ValueError
    finally:
        return "swallowed"


def loop():
    for i in range(3):
        try:
            continue
        finally:
            print("finally", i)
    return "done"


def break_in_finally():
    while True:
        try:
            raise ValueError
        finally:
            break
    return "broke out"


def nested():
    try:
        try:
            return "inner"
        finally:
            print("inner finally")
            raise KeyError("from finally")
    except KeyError as error:
        return f"outer {error}"
    finally:
        print("outer finally")


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def mutated():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def three_deep():
    try:
        try:
            try:
                1 / 0
            finally:
                print("one")
        finally:
            print("two")
    except ZeroDivisionError:
        print("caught")
    finally:
        print("three")


print(return_wins(), swallows(), loop(), break_in_finally(), nested(), value_is_kept(), mutated())
three_deep()
