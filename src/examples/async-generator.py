# SPDX-License-Identifier: GPL-3.0-or-later
"""An asynchronous generator waits between its items, and so does whoever goes through them."""

import asyncio


async def readings(count):
    for number in range(1, count + 1):
        await asyncio.sleep(1)
        print(f'Reading {number} is taken.')
        yield 17 + number


async def tick():
    for _ in range(6):
        await asyncio.sleep(0.9)
        print('tick')


async def main():
    clock = asyncio.create_task(tick(), name='clock')
    async for degrees in readings(3):
        print(f'main is told that it is {degrees} degrees.')
        await asyncio.sleep(1)
    print('That was the last one.')
    await clock


asyncio.run(main())
