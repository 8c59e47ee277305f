# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 21: Lock: released, it is free until the first who waits runs; but a newcomer queues behind those who wait."""

import asyncio


async def hold(lock, name, seconds=1):
    async with lock:
        print(name, 'has it')
        await asyncio.sleep(seconds)
    print(name, 'let it go')


def start(lock, *names):
    return [asyncio.create_task(hold(lock, name), name=name) for name in names]


async def in_order():
    lock = asyncio.Lock()
    await asyncio.gather(*start(lock, 'a', 'b', 'c'))
    print('locked', lock.locked())


async def newcomer():
    lock = asyncio.Lock()
    await lock.acquire()
    waiting = start(lock, 'waiting')
    await asyncio.sleep(1)
    lock.release()
    print('free', not lock.locked())
    await hold(lock, 'newcomer')
    await waiting[0]


async def cancelled_in_line():
    lock = asyncio.Lock()
    a, b, c = start(lock, 'a', 'b', 'c')
    await asyncio.sleep(0.5)
    b.cancel()
    await asyncio.wait([a, b, c])
    print('b cancelled', b.cancelled())


async def woken_and_cancelled():
    lock = asyncio.Lock()
    await lock.acquire()
    first, second = start(lock, 'first', 'second')
    await asyncio.sleep(1)
    lock.release()
    first.cancel()
    await asyncio.wait([first, second])
    print('first cancelled', first.cancelled())


async def cancelled_and_released():
    lock = asyncio.Lock()
    await lock.acquire()
    first, second = start(lock, 'first', 'second')
    await asyncio.sleep(1)
    first.cancel()
    lock.release()
    print('free', not lock.locked())
    await asyncio.wait([first, second])


async def all_who_wait_were_cancelled():
    lock = asyncio.Lock()
    await lock.acquire()
    only = start(lock, 'only')[0]
    await asyncio.sleep(1)
    only.cancel()
    lock.release()
    print('at once', await lock.acquire())
    await asyncio.wait([only])
    lock.release()


async def misused():
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    async with lock:
        try:
            await asyncio.wait_for(lock.acquire(), 1)
        except TimeoutError:
            print('waits for itself')


async def main():
    await in_order()
    await newcomer()
    await cancelled_in_line()
    await woken_and_cancelled()
    await cancelled_and_released()
    await all_who_wait_were_cancelled()
    await misused()


asyncio.run(main())
