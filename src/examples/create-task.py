# SPDX-License-Identifier: GPL-3.0-or-later
"""A task is made at once, and starts later."""

import asyncio


async def bake(minutes):
    print('The oven is on.')
    await asyncio.sleep(minutes)
    print('The cake is done.')
    return 'a cake'


async def main():
    task = asyncio.create_task(bake(3), name='baker')
    print('The task is made.')
    await asyncio.sleep(1)
    print('main awaits the task.')
    cake = await task
    print(f'The task returned {cake}.')


asyncio.run(main())
