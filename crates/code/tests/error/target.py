f() = 1
# ---
1 = x
# ---
None = 1
# ---
x + 1 = 2
# ---
f() += 1
# ---
del f()
# ---
(x.y := 1)
# ---
*x = y
# ---
*a, *b = c
# ---
x = *y
# ---
__debug__ = 1
# ---
[x := 1 for x in y]
# ---
[a for b in (c := d)]
# ---
class C:
    [a := 1 for b in c]
