# SPDX-License-Identifier: GPL-3.0-or-later
"""run() cancels what main has left over."""

import asyncio


async def consume(queue):
    try:
        while True:
            letter = await queue.get()
            print(f'got {letter}')
    finally:
        print('The consumer tidies up.')


async def keep_watch():
    await asyncio.sleep(3600)
    print('The watch is over.')


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue), name='Consumer')
    watch = asyncio.create_task(keep_watch(), name='Watch')

    await queue.put('a letter')
    await asyncio.sleep(1)
    print('main goes home.')


asyncio.run(main())
print('The loop is closed.')
