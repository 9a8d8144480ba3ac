n = 10
while n > 0:
    n -= 3
    if n == 4:
        continue
    print("n", n)
else:
    print("exhausted at", n)

n = 10
while True:
    n -= 1
    if n % 7 == 0:
        print("break at", n)
        break
else:
    print("never")

for i in range(3):
    for j in range(3):
        if j == 2:
            break
        if i == 1:
            continue
        print(i, j)
    else:
        print("inner not broken")
else:
    print("outer done")

while 0:
    print("never")
else:
    print("else without a turn")

for i in []:
    pass
else:
    print("else of an empty for")
