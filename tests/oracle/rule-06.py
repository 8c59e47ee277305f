# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 6: create_task() does not start; awaiting what does not suspend does not yield; sleep(0) yields once."""

import asyncio


async def other():
    print('other runs')


async def plain():
    return 'plain result'


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(other(), name='other')
    print('created')
    print(await plain())
    future = loop.create_future()
    future.set_result('future result')
    print(await future)
    print('not yielded so far')
    await asyncio.sleep(0)
    print('yielded once')
    print(await task)
    await asyncio.sleep(-1)
    print('a sleep below zero is one of zero')


asyncio.run(main())
