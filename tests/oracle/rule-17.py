# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 17: cancelling the awaiter of gather(return_exceptions=True) still raises CancelledError in it."""

import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    finally:
        print('child ends')


async def waiter():
    try:
        print(await asyncio.gather(child(), child(), return_exceptions=True))
    except asyncio.CancelledError:
        print('waiter cancelled')
        raise


async def main():
    task = asyncio.create_task(waiter(), name='waiter')
    await asyncio.sleep(1)
    print('cancel', task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print('main sees it')
    print(task.cancelled())


asyncio.run(main())
