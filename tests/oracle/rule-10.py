# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 10: cancel() cancels the future waited on, down the chain; the error comes back by the ordinary wake-ups."""

import asyncio


async def inner(future):
    try:
        await future
    except asyncio.CancelledError:
        print('inner cancelled')
        raise


async def outer(task):
    try:
        await task
    except asyncio.CancelledError:
        print('outer cancelled')
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    in_task = asyncio.create_task(inner(future), name='inner')
    out_task = asyncio.create_task(outer(in_task), name='outer')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print('cancel', out_task.cancel())
    print('future cancelled', future.cancelled())
    try:
        await out_task
    except asyncio.CancelledError:
        print('main sees it')
    print(in_task.cancelled(), out_task.cancelled())


asyncio.run(main())
