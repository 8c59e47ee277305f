# SPDX-License-Identifier: GPL-3.0-or-later
"""To await a coroutine that never waits does not give the loop away."""

import asyncio


async def add_one(number):
    return number + 1


async def look_on():
    print('The onlooker gets a turn.')


async def main():
    onlooker = asyncio.create_task(look_on(), name='onlooker')
    for number in range(3):
        print(f'{number} and one is {await add_one(number)}.')
    print('main waits now.')
    await onlooker


asyncio.run(main())
