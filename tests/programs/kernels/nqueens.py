def solve(n):
    found = []

    def place(row, columns, left, right, board):
        if row == n:
            found.append(tuple(board))
            return
        for c in range(n):
            if c in columns or row + c in left or row - c in right:
                continue
            place(row + 1, columns | {c}, left | {row + c}, right | {row - c}, board + [c])

    place(0, frozenset(), frozenset(), frozenset(), [])
    return found


for n in range(1, 8):
    boards = solve(n)
    print(n, len(boards), boards[:1])
