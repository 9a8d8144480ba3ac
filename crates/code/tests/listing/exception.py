def handlers(f):
    try:
        f()
    except ValueError as e:
        print(e)
        return 1
    except (TypeError, KeyError):
        raise RuntimeError() from None
    except:
        raise
    else:
        print("fine")
    finally:
        print("done")


def exits(xs, lock):
    for x in xs:
        try:
            with lock as held, open(x) as file:
                if x:
                    return file.read()
                break
        finally:
            print(x)


def finally_returns():
    try:
        return 1
    finally:
        for x in y:
            return x


def nested_finally():
    while True:
        try:
            try:
                continue
            finally:
                f()
        except E as e:
            break
