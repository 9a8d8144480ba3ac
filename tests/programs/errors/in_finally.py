# exit: 1
def f():
    try:
        raise ValueError("first")
    finally:
        print("cleaning")
        {}["second"]


f()
