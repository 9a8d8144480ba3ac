return 1
# ---
def f():
    class C:
        return 2
# ---
break
# ---
if x:
    continue
# ---
while x:
    def f():
        break
# ---
yield 1
# ---
class C:
    x = yield
# ---
[(yield 1) for x in y]
# ---
await x
# ---
def f():
    await x
# ---
def f():
    async with x:
        pass
# ---
x = [y async for y in z]
# ---
async def f():
    yield from x
