# SPDX-License-Identifier: GPL-3.0-or-later
"""A pipeline: producers, a queue, consumers, and how long each item was on its way."""

import argparse
import asyncio
import os
import random
import time

dice = random.Random(int(os.environ.get('LOOPSCOPE_SEED', '11')))
put_at = []


async def produce(number, queue):
    for _ in range(dice.randint(1, 5)):
        await asyncio.sleep(dice.randint(0, 3))
        item = len(put_at)
        put_at.append(time.perf_counter())
        await queue.put(item)
        print(f'Producer {number} added item {item}.')


async def consume(number, queue):
    while True:
        await asyncio.sleep(dice.randint(0, 3))
        item = await queue.get()
        seconds = time.perf_counter() - put_at[item]
        print(f'Consumer {number} got item {item} after {seconds:.2f} s.')
        queue.task_done()


async def main(n_producers, n_consumers):
    queue = asyncio.Queue()
    producers = []
    consumers = []
    for n in range(n_producers):
        producers.append(asyncio.create_task(produce(n, queue), name=f'Producer {n}'))
    for n in range(n_consumers):
        consumers.append(asyncio.create_task(consume(n, queue), name=f'Consumer {n}'))

    await asyncio.gather(*producers)
    print('All is put.')
    await queue.join()
    print('All is done.')
    for consumer in consumers:
        consumer.cancel()


parser = argparse.ArgumentParser()
parser.add_argument('-p', '--producers', type=int, default=3)
parser.add_argument('-c', '--consumers', type=int, default=2)
options = parser.parse_args()
asyncio.run(main(options.producers, options.consumers))
