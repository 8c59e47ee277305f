# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tasks take two locks, each in an order of its own."""

import asyncio


async def work(first, second):
    name = asyncio.current_task().get_name()
    async with first:
        print(f'{name} has its first lock.')
        await asyncio.sleep(1)
        async with second:
            print(f'{name} has both.')


async def main():
    lock_a, lock_b = asyncio.Lock(), asyncio.Lock()
    ada = asyncio.create_task(work(lock_a, lock_b), name='Ada')
    ben = asyncio.create_task(work(lock_b, lock_a), name='Ben')
    await ada
    await ben


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('Interrupted.')
