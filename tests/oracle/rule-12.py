# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 12: cancel() on the running task acts at the next await that suspends; a return before that is lost."""

import asyncio


async def plain():
    return 'plain'


async def goes_on():
    print('cancel', asyncio.current_task().cancel())
    print(await plain())
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print('cancelled at the sleep')
        raise


async def returns():
    asyncio.current_task().cancel()
    return 'lost'


async def watch(coro, name):
    task = asyncio.create_task(coro, name=name)
    try:
        print(await task)
    except asyncio.CancelledError:
        print('main sees', name, 'cancelled')
    print(task.cancelled())


async def main():
    await watch(goes_on(), 'goes on')
    await watch(returns(), 'returns')


asyncio.run(main())
