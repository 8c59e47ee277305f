# SPDX-License-Identifier: GPL-3.0-or-later
"""Three delays take as long as one."""

import asyncio
import time


async def brew(drink):
    print(f'The {drink} is brewing.')
    await asyncio.sleep(3)
    print(f'The {drink} is ready.')


async def main():
    begun = time.perf_counter()
    tea = asyncio.create_task(brew('tea'), name='tea')
    coffee = asyncio.create_task(brew('coffee'), name='coffee')
    cocoa = asyncio.create_task(brew('cocoa'), name='cocoa')

    await tea
    await coffee
    await cocoa
    print(f'It took {time.perf_counter() - begun:.0f} s.')


asyncio.run(main())
