# SPDX-License-Identifier: GPL-3.0-or-later
"""main ticks every second while two others sleep."""

import asyncio


async def nap(seconds):
    await asyncio.sleep(seconds)
    print(f'A nap of {seconds} s is over.')


async def main():
    short = asyncio.create_task(nap(2), name='short')
    long = asyncio.create_task(nap(4), name='long')
    second = 0

    while not (short.done() and long.done()):
        await asyncio.sleep(1)
        second += 1
        print(f'tick {second}')


asyncio.run(main())
