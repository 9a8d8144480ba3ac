# exit: 1
def check(x):
    assert x > 0, f"x was {x}"


check(1)
print("first passed")
check(-1)
