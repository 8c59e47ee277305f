# SPDX-License-Identifier: GPL-3.0-or-later
"""Asynchronous generators, asked, left, thrown into and closed."""
import asyncio, contextlib
async def gen(n):
    try:
        for i in range(n):
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                print('swallowed')
            got = yield i
            if got: print('got', got)
    finally:
        print('closed')
async def raises():
    yield 1
    raise ValueError('no')
@contextlib.asynccontextmanager
async def ctx():
    await asyncio.sleep(0)
    yield 'in'
    await asyncio.sleep(0)
async def main():
    g = gen(5)
    print(await g.__anext__(), await g.asend('x'))
    try:
        await g.athrow(KeyError('k'))
    except KeyError: print('thrown')
    f = gen(3)
    await f.aclose()
    try:
        async for x in raises(): print(x)
    except ValueError: print('value')
    async with ctx() as c: print(c)
    async def left():
        async for x in gen(3):
            break
    await left()
    await asyncio.sleep(0.01)
    t = asyncio.create_task(anext_all())
    await asyncio.sleep(0)
    t.cancel()
    await t
    h = gen(10)
    await h.__anext__()
async def anext_all():
    print([x async for x in gen(2)])
asyncio.run(main())
