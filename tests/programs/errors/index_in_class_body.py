# exit: 1
class Table:
    rows = [1, 2]
    print("class body")
    last = rows[2]
