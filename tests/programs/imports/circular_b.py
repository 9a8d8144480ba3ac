import circular_a


def describe():
    return "b sees " + circular_a.name
