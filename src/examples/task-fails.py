# SPDX-License-Identifier: GPL-3.0-or-later
"""An exception in a task is met where the task is awaited, or nowhere."""

import asyncio


async def unlock(number):
    await asyncio.sleep(1)
    raise ValueError(f'key {number} does not fit')


async def knock(door):
    try:
        await door
    except ValueError as error:
        print(f'At the {door.get_name()} door: {error}.')


async def main():
    front = asyncio.create_task(unlock(1), name='front')
    back = asyncio.create_task(unlock(2), name='back')
    await knock(front)
    await asyncio.sleep(1)
    print('Is the back door done?', 'yes' if back.done() else 'no')


asyncio.run(main())
