# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 8: waking costs one iteration; a task's end wakes its awaiter by the same path."""

import asyncio


async def inner(future):
    value = await future
    print('inner got', value)
    return value + 1


async def ticker():
    for tick in range(4):
        print('tick', tick)
        await asyncio.sleep(0)


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(inner(future), name='inner')
    ticking = asyncio.create_task(ticker(), name='ticker')
    await asyncio.sleep(0)
    future.set_result(1)
    print('set')
    print('main got', await task)
    await ticking


asyncio.run(main())
