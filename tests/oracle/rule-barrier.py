# SPDX-License-Identifier: GPL-3.0-or-later
"""Barrier: all go on when the last has come; who comes while they leave waits; abort, reset and cancel."""

import asyncio


async def come(barrier, delay):
    await asyncio.sleep(delay)
    try:
        print('came as', await barrier.wait(), 'of', barrier.parties)
    except asyncio.BrokenBarrierError as error:
        print('broken', error)
    except asyncio.CancelledError:
        print('cancelled', barrier.n_waiting)
        raise


async def come_twice(barrier, delay):
    await come(barrier, delay)
    await come(barrier, 0)


def tasks_of(barrier, how, delays):
    return [asyncio.create_task(how(barrier, delay), name=f'{how.__name__} {number}')
            for number, delay in enumerate(delays)]


async def twice_around():
    barrier = asyncio.Barrier(3)
    tasks = tasks_of(barrier, come_twice, [1, 2, 3])
    await asyncio.sleep(2.5)
    print('waiting', barrier.n_waiting)
    await asyncio.gather(*tasks)
    print('waiting', barrier.n_waiting, 'broken', barrier.broken)


async def more_than_parties():
    barrier = asyncio.Barrier(2)
    await asyncio.gather(*tasks_of(barrier, come, [0, 0, 0, 0, 0, 0]))
    alone = asyncio.Barrier(1)
    print('alone', await alone.wait(), await alone.wait())


async def come_late(barrier):
    print('late', await barrier.wait())


async def drains_slowly():
    barrier = asyncio.Barrier(2)
    tasks = tasks_of(barrier, come, [1, 1])
    await asyncio.sleep(1)
    late = [asyncio.create_task(come_late(barrier), name=f'late {i}') for i in range(2)]
    await asyncio.gather(*tasks, *late)


async def aborted():
    barrier = asyncio.Barrier(3)
    tasks = tasks_of(barrier, come, [1, 1])
    await asyncio.sleep(2)
    await barrier.abort()
    print('broken', barrier.broken, barrier.n_waiting)
    await come(barrier, 0)
    await asyncio.gather(*tasks)
    await barrier.reset()
    print('broken', barrier.broken, barrier.n_waiting)
    await asyncio.gather(*tasks_of(barrier, come, [0, 1, 2]))


async def reset_while_some_wait():
    barrier = asyncio.Barrier(3)
    tasks = tasks_of(barrier, come, [1, 1])
    await asyncio.sleep(2)
    await barrier.reset()
    late = tasks_of(barrier, come, [0, 0, 0])
    await asyncio.gather(*tasks, *late)
    print('broken', barrier.broken, barrier.n_waiting)
    await barrier.reset()
    print('broken', barrier.broken, barrier.n_waiting)


async def cancelled():
    barrier = asyncio.Barrier(2)
    first, = tasks_of(barrier, come, [1])
    await asyncio.sleep(2)
    first.cancel()
    await asyncio.wait([first])
    print('waiting', barrier.n_waiting)
    both = tasks_of(barrier, come, [0, 0])
    third = asyncio.create_task(come(barrier, 0), name='third')
    await asyncio.sleep(0)
    both[0].cancel()
    await asyncio.wait([*both, third])
    await barrier.abort()
    try:
        await asyncio.wait_for(barrier.wait(), 1)
    except asyncio.BrokenBarrierError as error:
        print('broken', error)


async def woken_and_cancelled():
    barrier = asyncio.Barrier(2)
    first = asyncio.create_task(come(barrier, 0), name='woken')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print('last is', await barrier.wait())
    first.cancel()
    newcomer = asyncio.create_task(come(barrier, 0), name='newcomer')
    await asyncio.wait([first])
    print('last is', await barrier.wait())
    await newcomer


async def main():
    await twice_around()
    await more_than_parties()
    await drains_slowly()
    await aborted()
    await reset_while_some_wait()
    await cancelled()
    await woken_and_cancelled()


asyncio.run(main())
