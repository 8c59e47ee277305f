# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 22: Semaphore: first come, first served; one that is woken and then cancelled gives its permit on."""

import asyncio


async def use(semaphore, name):
    await semaphore.acquire()
    try:
        print(name, 'has a permit')
        await asyncio.sleep(1)
    finally:
        semaphore.release()


def start(semaphore, *names):
    return [asyncio.create_task(use(semaphore, name), name=name) for name in names]


async def in_order():
    semaphore = asyncio.Semaphore(2)
    await asyncio.gather(*start(semaphore, 'a', 'b', 'c', 'd', 'e'))
    print('locked', semaphore.locked())


async def newcomer():
    semaphore = asyncio.Semaphore(0)
    waiting = start(semaphore, 'waiting')
    await asyncio.sleep(1)
    semaphore.release()
    print('locked', semaphore.locked())
    await use(semaphore, 'newcomer')
    await waiting[0]


async def woken_and_cancelled():
    semaphore = asyncio.Semaphore(0)
    first, second = start(semaphore, 'first', 'second')
    await asyncio.sleep(1)
    semaphore.release()
    first.cancel()
    await asyncio.wait([first, second])
    print('first cancelled', first.cancelled())


async def cancelled_and_released():
    semaphore = asyncio.Semaphore(0)
    first, second, third = start(semaphore, 'first', 'second', 'third')
    await asyncio.sleep(1)
    first.cancel()
    semaphore.release()
    semaphore.release()
    await asyncio.wait([first, second, third])


async def bounded():
    semaphore = asyncio.BoundedSemaphore(1)
    await semaphore.acquire()
    try:
        await asyncio.wait_for(semaphore.acquire(), 1)
    except TimeoutError:
        print('no permit left')
    semaphore.release()
    try:
        semaphore.release()
    except ValueError as error:
        print(error)


async def main():
    await in_order()
    await newcomer()
    await woken_and_cancelled()
    await cancelled_and_released()
    await bounded()


asyncio.run(main())
