# exit: 1
value = 1
print(value)
print(valeu)
