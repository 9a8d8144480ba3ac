# exit: 1
values = [4, 2, 0, 1]
print([8 // v for v in values[:2]])
print([8 // v for v in values])
