def fannkuch(n):
    checksum = most = sign = 0
    order = list(range(n))
    rotations = [0] * n
    sign = 1
    while True:
        if order[0]:
            flips, p = 0, order[:]
            while (k := p[0]):
                p[:k + 1] = p[k::-1]
                flips += 1
            most = max(most, flips)
            checksum += sign * flips
        sign = -sign
        # The next permutation: rotate ever longer prefixes until one has not come round.
        for i in range(1, n):
            order[:i + 1] = order[1:i + 1] + order[:1]
            rotations[i] += 1
            if rotations[i] <= i:
                break
            rotations[i] = 0
        else:
            return checksum, most


for n in range(3, 8):
    print(n, fannkuch(n))
