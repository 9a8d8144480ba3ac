import circular_b

name = "a"


def result():
    return circular_b.describe()
