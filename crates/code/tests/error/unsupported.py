x = 1
async def f():
    yield 1
# ---
async def f():
    return (await y for y in z)
# ---
try:
    pass
except* E:
    pass
# ---
type X = int
# ---
def f[T](x: T): pass
# ---
x = t"{y}"
# ---
x = 2 + 3j
# ---
x = "\ud800"
# ---
x = [*y for y in z]
# ---
x = f"{y["k"]}"
