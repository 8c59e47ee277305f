# SPDX-License-Identifier: GPL-3.0-or-later
"""Two coroutines, awaited one after the other."""

import asyncio


async def say_after(delay, word):
    await asyncio.sleep(delay)
    print(word)


async def main():
    await say_after(2, 'hello')
    await say_after(6, 'world')


asyncio.run(main())
