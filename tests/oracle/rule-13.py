# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 13: a task that swallows its cancelling lives on; cancelling() counts requests, uncancel() takes one back."""

import asyncio


async def stubborn():
    task = asyncio.current_task()
    for _ in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as error:
            print('swallowed', error, task.cancelling())
    print('uncancel', task.uncancel())
    print('uncancel', task.uncancel())
    print('uncancel', task.uncancel())
    print('uncancel', task.uncancel())
    return 'alive'


async def main():
    task = asyncio.create_task(stubborn(), name='stubborn')
    await asyncio.sleep(1)
    print('cancel', task.cancel('one'), task.cancelling())
    print('cancel', task.cancel('two'), task.cancelling())
    await asyncio.sleep(1)
    print('cancel', task.cancel('three'), task.cancelling())
    print(await task)
    print(task.cancelled(), task.cancelling())


asyncio.run(main())
