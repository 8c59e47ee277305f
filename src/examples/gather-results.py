# SPDX-License-Identifier: GPL-3.0-or-later
"""Results come in the order of the arguments, whoever is first."""

import asyncio


async def square(number, delay):
    print(f'Starting {number}.')
    await asyncio.sleep(delay)
    print(f'Finishing {number}.')
    return number * number


async def main():
    squares = await asyncio.gather(square(3, 3), square(4, 1), square(5, 2))
    print(squares)


asyncio.run(main())
