# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 1: one iteration runs only what was ready at its start."""

import asyncio


def first(loop):
    print('first')
    loop.call_soon(third)


def second():
    print('second')


def third():
    print('third')


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(first, loop)
    loop.call_soon(second)
    await asyncio.sleep(0)
    print('main')
    await asyncio.sleep(0)


asyncio.run(main())
