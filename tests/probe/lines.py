# SPDX-License-Identifier: GPL-3.0-or-later
"""For test-probe-control.py, which knows its lines."""

import asyncio


async def count(name, times):
    total = 0
    for number in range(times):
        total += number
        await asyncio.sleep(0.01)
    return total


async def main():
    first = asyncio.create_task(count('first', 3))
    sleeper = asyncio.create_task(asyncio.sleep(30), name='sleeper')
    print('sum', await first)
    try:
        await sleeper
    except asyncio.CancelledError:
        print('cancelled')


asyncio.run(main())
