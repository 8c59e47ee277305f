# SPDX-License-Identifier: GPL-3.0-or-later
"""Producers and consumers of letters that never end."""

import asyncio
import os
import random

dice = random.Random(int(os.environ.get('LOOPSCOPE_SEED', '5')))


async def produce(number, queue):
    while True:
        await asyncio.sleep(dice.randint(1, 6))
        letter = 'abcdefghijklmnopqrstuvwxyz'[dice.randint(0, 25)]
        await queue.put(letter)
        print(f'Producer {number} puts {letter}.')


async def consume(number, queue):
    while True:
        await asyncio.sleep(dice.randint(1, 6))
        letter = await queue.get()
        print(f'Consumer {number} gets {letter}.')


async def main():
    queue = asyncio.Queue()
    tasks = []
    for number in range(2):
        producing = produce(number, queue)
        consuming = consume(number, queue)
        tasks.append(asyncio.create_task(producing, name=f'Producer {number}'))
        tasks.append(asyncio.create_task(consuming, name=f'Consumer {number}'))

    await asyncio.gather(*tasks)
    print('All letters are read.')


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('Interrupted.')
