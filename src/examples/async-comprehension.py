# SPDX-License-Identifier: GPL-3.0-or-later
"""A comprehension that awaits goes through its items one by one; gather() has them all at once."""

import asyncio


async def square(number):
    await asyncio.sleep(1)
    return number * number


async def numbers(count):
    for number in range(1, count + 1):
        await asyncio.sleep(0.5)
        yield number


async def tick():
    for _ in range(5):
        await asyncio.sleep(0.9)
        print('tick')


async def main():
    clock = asyncio.create_task(tick(), name='clock')
    odd = [number async for number in numbers(3) if number % 2 == 1]
    print(f'The odd ones are {odd}.')
    squares = [await square(number) for number in odd]
    print(f'One by one: {squares}.')
    squares = await asyncio.gather(*[square(number) for number in odd])
    print(f'All at once: {squares}.')
    await clock


asyncio.run(main())
