async def wait(x):
    return await x


async def loop(items):
    async for item in items:
        if item:
            break
    else:
        item = None
    return [other async for other in item]


async def manage(x):
    async with x as y:
        return y
