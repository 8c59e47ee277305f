# SPDX-License-Identifier: GPL-3.0-or-later
"""A consumer forgets task_done(), and join() never returns."""

import asyncio


async def produce(queue):
    for item in range(3):
        await queue.put(item)
        print(f'put {item}')


async def consume(queue):
    while True:
        item = await queue.get()
        print(f'got {item}')
        # queue.task_done() is missing here.


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue), name='Consumer')
    producer = asyncio.create_task(produce(queue), name='Producer')

    await producer
    print('All is put.')
    await queue.join()
    print('All is done.')
    consumer.cancel()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('Interrupted.')
