x = 1
async def f():
    pass
# ---
def f():
    await x
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
x = [y async for y in z]
# ---
x = [*y for y in z]
# ---
x = f"{y["k"]}"
