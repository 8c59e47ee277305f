# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 20: put() wakes one getter and hands it nothing; a woken getter that is cancelled passes the wake-up on."""

import asyncio


async def get(queue, name):
    try:
        print(name, 'got', await queue.get())
    except asyncio.CancelledError:
        print(name, 'cancelled')
        raise


async def put(queue, item):
    await queue.put(item)
    print('put', item)


async def woken_but_robbed(queue):
    getter = asyncio.create_task(get(queue, 'getter'), name='getter')
    await asyncio.sleep(0)
    queue.put_nowait('a')
    print('robbed of', queue.get_nowait())
    await asyncio.sleep(0)
    print('getter done', getter.done())
    queue.put_nowait('b')
    await getter


async def wakeup_passed_on(queue):
    first = asyncio.create_task(get(queue, 'first'), name='first')
    second = asyncio.create_task(get(queue, 'second'), name='second')
    await asyncio.sleep(0)
    queue.put_nowait('c')
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def putter_cancelled():
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    first = asyncio.create_task(put(queue, 2), name='put 2')
    second = asyncio.create_task(put(queue, 3), name='put 3')
    await asyncio.sleep(0)
    print('got', queue.get_nowait())
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    print('got', queue.get_nowait(), 'left', queue.qsize())


async def join_counts(queue):
    joiner = asyncio.create_task(queue.join(), name='joiner')
    await asyncio.sleep(0)
    print('empty', queue.empty(), 'joined', joiner.done())
    for _ in range(3):
        queue.task_done()
    print('joined', joiner.done())
    await joiner
    try:
        queue.task_done()
    except ValueError as error:
        print(error)


async def does_not_suspend():
    queue = asyncio.Queue()
    other = asyncio.create_task(put(queue, 'other'), name='other')
    await queue.put('x')
    print('got', await queue.get(), 'without a turn of', other.get_name())
    await other


async def by_priority():
    queue = asyncio.PriorityQueue()
    for number in 3, 1, 2, 1:
        queue.put_nowait(number)
    print(*[await queue.get() for _ in range(4)])
    stack = asyncio.LifoQueue()
    for number in 1, 2, 3:
        stack.put_nowait(number)
    print(*[await stack.get() for _ in range(3)])


async def main():
    queue = asyncio.Queue()
    await woken_but_robbed(queue)
    await wakeup_passed_on(queue)
    await join_counts(queue)
    await putter_cancelled()
    await does_not_suspend()
    await by_priority()


asyncio.run(main())
