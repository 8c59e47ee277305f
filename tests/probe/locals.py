# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames with local variables, some of which are hard to print."""
import asyncio
import time


class Spins:
    def __repr__(self):
        while True:
            pass


class Sleeps:
    def __repr__(self):
        time.sleep(3600)


class Raises:
    def __repr__(self):
        raise ValueError('no')


class Long:
    def __repr__(self):
        return 'x' * 1_000_000


async def inner(event, number):
    text = 'deep'
    nested = [[[[[number]]]]]
    await event.wait()
    return text, nested


async def outer(event, number):
    doubled = 2 * number
    await inner(event, number + 1)
    return doubled


async def hard(event):
    spins, sleeps, raises, long = Spins(), Sleeps(), Raises(), Long()
    await event.wait()
    del spins, sleeps, raises, long


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(coro, name=coro.__name__) for coro in (outer(event, 20), hard(event))]
    await asyncio.sleep(0)
    event.set()
    await asyncio.gather(*tasks)
    print('end')


asyncio.run(main())
