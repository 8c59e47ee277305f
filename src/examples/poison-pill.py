# SPDX-License-Identifier: GPL-3.0-or-later
"""A last item that means: there are no more."""

import asyncio


async def produce(queue):
    for item in range(10):
        await queue.put(item)
        print(f'put {item}')
    await queue.put(None)


async def consume(queue):
    while True:
        item = await queue.get()
        if item is None:
            break
        print(f'got {item}')
    print('The consumer goes home.')


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue), name='Consumer')
    producer = asyncio.create_task(produce(queue), name='Producer')

    await producer
    print('All is put.')
    await consumer
    print('All is done.')


asyncio.run(main())
