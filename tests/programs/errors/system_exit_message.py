# exit: 1
print("before")
raise SystemExit("a message instead of a number")
