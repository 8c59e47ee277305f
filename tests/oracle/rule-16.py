# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 16: gather: the first exception goes up at once and the others run on; a cancelled child is an exception."""

import asyncio


async def work(seconds, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise ValueError(error)
    return seconds


async def first_exception():
    late = asyncio.create_task(work(3), name='late')
    try:
        await asyncio.gather(work(2, 'second'), work(1, 'first'), late)
    except ValueError as error:
        print('main got', error)
    print('late done', late.done())
    print('late gave', await late)


async def exceptions_in_the_list():
    child = asyncio.create_task(work(5), name='child')
    both = asyncio.gather(work(1), child, work(1, 'bad'), return_exceptions=True)
    await asyncio.sleep(0)
    child.cancel()
    for result in await both:
        print(f'in the list: {result}')


async def child_cancelled():
    child = asyncio.create_task(work(5), name='lost')
    both = asyncio.gather(child, work(1))
    await asyncio.sleep(0)
    child.cancel()
    try:
        await both
    except asyncio.CancelledError:
        print('main got CancelledError')
    print(both.done(), both.cancelled())


async def twice_and_none():
    again = work(1)
    print(await asyncio.gather(again, work(2), again))
    print(await asyncio.gather())


async def cancelled_as_a_whole():
    both = asyncio.gather(work(5), work(6))
    await asyncio.sleep(1)
    print('cancel', both.cancel(), 'done', both.done())
    try:
        await both
    except asyncio.CancelledError:
        print('cancelled')
    print(both.done(), both.cancelled())


async def main():
    await first_exception()
    await exceptions_in_the_list()
    await child_cancelled()
    await twice_and_none()
    await cancelled_as_a_whole()


asyncio.run(main())
