# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 24: wait: never cancels; its sets hold all that is done when it resumes.  as_completed: in order of ending."""

import asyncio


async def work(seconds, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise ValueError(error)
    return seconds


def start(*times):
    return [asyncio.create_task(work(seconds), name=f'work-{seconds}') for seconds in times]


async def tell(futures, **options):
    done, pending = await asyncio.wait(futures, **options)
    print('done', len(done), 'pending', len(pending))
    return done, pending


async def conditions():
    tasks = start(1, 2, 3)
    await tell(tasks, return_when=asyncio.FIRST_COMPLETED)
    await tell(tasks, timeout=0.5)
    await tell(tasks, timeout=5)
    await tell(tasks)


async def all_that_is_done_on_resuming():
    """Two timers fire in one iteration."""
    tasks = start(1, 1, 1)
    await tell(tasks, return_when=asyncio.FIRST_COMPLETED)


async def first_exception():
    lost, bad, late = asyncio.create_task(work(9), name='lost'), asyncio.create_task(work(2, 'bad')), *start(3)
    asyncio.get_running_loop().call_later(1, lost.cancel)
    await tell([lost, bad, late, bad], return_when=asyncio.FIRST_EXCEPTION)
    print('raised', bad.exception())
    await late


async def cancelled():
    tasks = start(2)
    waits = asyncio.create_task(tell(tasks), name='waits')
    await asyncio.sleep(1)
    waits.cancel()
    try:
        await waits
    except asyncio.CancelledError:
        print('wait cancelled, task cancelled', tasks[0].cancelled())
    await tasks[0]


async def refused():
    coro = work(1)
    for futures in [], [coro]:
        try:
            await asyncio.wait(futures)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
    await coro


async def in_order_of_ending():
    for next_one in asyncio.as_completed([work(3), work(1), *start(2), work(1)]):
        print('next', await next_one)


async def too_late():
    tasks = start(1, 3, 4)
    for next_one in asyncio.as_completed(tasks, timeout=2):
        try:
            print('next', await next_one)
        except asyncio.TimeoutError:
            print('TimeoutError')
    await tell(tasks)


async def timeout_not_used():
    for next_one in asyncio.as_completed([work(1, 'bad'), work(2)], timeout=5):
        try:
            print('next', await next_one)
        except ValueError as error:
            print('ValueError', error)


async def main():
    await conditions()
    await all_that_is_done_on_resuming()
    await first_exception()
    await cancelled()
    await refused()
    await in_order_of_ending()
    await too_late()
    await timeout_not_used()


asyncio.run(main())
