# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 25: generators that were left before their end: a task closes each, or shutdown_asyncgens at the end of run()."""

import asyncio

kept = []


async def count(name, seconds):
    try:
        for i in range(3):
            await asyncio.sleep(seconds)
            yield i
    finally:
        print(name, 'begins to end')
        await asyncio.sleep(seconds)
        print(name, 'ends')


async def fails(name):
    try:
        yield 0
    finally:
        raise ValueError(name)


async def keep(generator):
    kept.append(generator)
    print('kept', await anext(generator))


async def leave_early():
    async for i in count('left', 1):
        print('item', i)
        break
    print('after the loop')


async def return_early():
    async for i in count('returned', 1):
        return i


async def cancelled():
    async for i in count('cancelled', 5):
        print('never')


async def main():
    await leave_early()
    print('returned', await return_early())
    await asyncio.sleep(3)
    task = asyncio.create_task(cancelled(), name='reader')
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print('reader is cancelled')
    kept.append(count('unbegun', 1))
    await keep(count('first', 2))
    await keep(fails('second'))
    await keep(count('third', 1))
    anext(count('never asked', 1))
    asyncio.create_task(cancelled(), name='left over')
    print('main ends')


asyncio.run(main())
kept.clear()
