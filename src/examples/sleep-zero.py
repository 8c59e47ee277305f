# SPDX-License-Identifier: GPL-3.0-or-later
"""The same work, with a sleep(0) now and then."""

import asyncio
import time


def work(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


async def compute():
    print('Computing')
    begin = time.perf_counter()
    for i in range(30):
        work(0.04)
        await asyncio.sleep(0)
    print(f'Computed for {time.perf_counter() - begin:.2f} s')


async def tick():
    for i in range(3):
        print('Tick')
        await asyncio.sleep(0.2)


async def main():
    await asyncio.gather(compute(), tick())


asyncio.run(main())
