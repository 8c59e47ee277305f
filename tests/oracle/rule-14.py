# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 14: timeout: TimeoutError only where it expired and nobody else has cancelled; other exceptions pass."""

import asyncio


async def work(seconds, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise ValueError(error)


async def in_time_and_late():
    async with asyncio.timeout(2) as scope:
        await work(1)
    print('in time, expired', scope.expired())
    try:
        async with asyncio.timeout(1):
            await work(2)
    except TimeoutError:
        print('late')
    async with asyncio.timeout(None):
        await work(1)
    print('no limit')


async def other_exceptions():
    try:
        async with asyncio.timeout(2):
            await work(1, 'bad')
    except ValueError as error:
        print('main got', error)
    try:
        async with asyncio.timeout(1):
            try:
                await work(2)
            finally:
                raise ValueError('in the clean-up')
    except ValueError as error:
        print('main got', error)


async def no_time():
    async with asyncio.timeout(0):
        print('runs to its first suspension')
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(0)
            print('not seen')
    except TimeoutError:
        print('no time')


async def nested():
    try:
        async with asyncio.timeout(2):
            try:
                async with asyncio.timeout(1) as inner:
                    await work(5)
            except TimeoutError:
                print('the inner one', inner.expired())
            await work(5)
    except TimeoutError:
        print('the outer one')


async def together():
    """Both are due while the loop is busy: one TimeoutError, of the outer one."""
    try:
        async with asyncio.timeout(1):
            try:
                async with asyncio.timeout(1):
                    await work(2)
            except TimeoutError:
                print('not seen')
    except TimeoutError:
        print('one TimeoutError')


async def limited(seconds):
    try:
        async with asyncio.timeout(seconds):
            await work(5)
    except TimeoutError:
        print('TimeoutError')
    except asyncio.CancelledError:
        print('CancelledError', asyncio.current_task().cancelling())
        raise


async def cancelled():
    for seconds in 1, 2:
        task = asyncio.create_task(limited(2))
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, task.cancel)
        await asyncio.wait([task])
        print('cancelled', task.cancelled())


async def moved():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(1) as scope:
        scope.reschedule(loop.time() + 3)
        await work(2)
    print('moved')
    try:
        async with asyncio.timeout_at(loop.time() + 1) as scope:
            scope.reschedule(loop.time() - 1)
            await work(2)
    except TimeoutError:
        print('moved to the past')
    try:
        scope.reschedule(None)
    except RuntimeError as error:
        print(error)


async def main():
    await in_time_and_late()
    await other_exceptions()
    await no_time()
    await nested()
    await together()
    await cancelled()
    await moved()


asyncio.run(main())
