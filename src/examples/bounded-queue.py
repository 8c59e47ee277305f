# SPDX-License-Identifier: GPL-3.0-or-later
"""A producer and a consumer share a queue of three places."""

import asyncio


async def produce(queue):
    for item in range(10):
        await queue.put(item)
        print(f'put {item}')


async def consume(queue):
    try:
        while True:
            item = await queue.get()
            print(f'got {item}')
            queue.task_done()
    except asyncio.CancelledError:
        print('The consumer goes home.')


async def main():
    queue = asyncio.Queue(maxsize=3)
    consumer = asyncio.create_task(consume(queue), name='Consumer')
    producer = asyncio.create_task(produce(queue), name='Producer')

    await producer
    print('All is put.')
    await queue.join()
    print('All is done.')

    consumer.cancel()
    await consumer


asyncio.run(main())
