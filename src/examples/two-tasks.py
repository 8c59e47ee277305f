# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tasks sleep at the same time."""

import asyncio


async def say_after(delay, word):
    await asyncio.sleep(delay)
    print(word)


async def main():
    task1 = asyncio.create_task(say_after(3, 'hello'), name='task1')
    task2 = asyncio.create_task(say_after(3, 'world'), name='task2')
    await task1
    await task2


asyncio.run(main())
