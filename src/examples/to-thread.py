# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker thread blocks, and the loop stays free."""

import asyncio
import time


def read_slowly(name):
    time.sleep(0.3)
    return f'what {name} says'


async def read():
    print('Reading')
    text = await asyncio.to_thread(read_slowly, 'the file')
    print('Read', text)


async def tick():
    for i in range(3):
        print('Tick')
        await asyncio.sleep(0.05)


async def main():
    begin = time.perf_counter()
    await asyncio.gather(read(), tick())
    print(f'All of it took {time.perf_counter() - begin:.2f} s')


asyncio.run(main())
