# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 15: wait_for: cancels at the timeout and waits for the clean-up; what comes out of that wins."""

import asyncio


async def work(seconds, name):
    print(name, 'begins')
    await asyncio.sleep(seconds)
    return name


async def cleans_up(name, how):
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        print(name, 'cleans up')
        await asyncio.sleep(2)
        print(name, 'has cleaned up')
        if how == 'returns':
            return 'a late result'
        if how == 'fails':
            raise ValueError('a late failure')
        raise


async def attempt(awaitable, timeout):
    try:
        print('got', await asyncio.wait_for(awaitable, timeout))
    except asyncio.TimeoutError:
        print('TimeoutError')
    except asyncio.CancelledError:
        print('CancelledError')
    except ValueError as error:
        print('ValueError', error)


async def in_time_and_late():
    await attempt(work(1, 'quick'), 2)
    await attempt(work(3, 'slow'), 2)
    await attempt(work(1, 'unlimited'), None)
    await attempt(cleans_up('polite', 'raises'), 1)
    await attempt(cleans_up('stubborn', 'returns'), 1)
    await attempt(cleans_up('clumsy', 'fails'), 1)


async def no_time():
    await attempt(work(1, 'never'), 0)
    await attempt(work(1, 'never'), -1)
    done = asyncio.create_task(work(0, 'done'))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await attempt(done, 0)


async def who_waits_is_cancelled():
    inner = asyncio.create_task(cleans_up('inner', 'raises'), name='inner')
    outer = asyncio.create_task(attempt(inner, 5), name='outer')
    await asyncio.sleep(1)
    outer.cancel()
    await outer
    print('inner cancelled', inner.cancelled())


async def result_and_cancel_together():
    future = asyncio.get_running_loop().create_future()
    outer = asyncio.create_task(attempt(future, 5), name='racer')
    await asyncio.sleep(0)
    future.set_result('the result wins')
    outer.cancel()
    await outer


async def result_and_timeout_together():
    await attempt(asyncio.sleep(1, 'in time'), 1)
    inner = asyncio.create_task(work(2, 'shielded'), name='shielded')
    await attempt(asyncio.shield(inner), 1)
    print('inner gave', await inner)


async def nested():
    await attempt(asyncio.wait_for(work(5, 'deep'), 2), 1)
    await attempt(asyncio.wait_for(work(5, 'deep'), 1), 2)


async def cancelled_twice():
    outer = asyncio.create_task(attempt(cleans_up('unlucky', 'raises'), 1), name='outer')
    await asyncio.sleep(2)
    outer.cancel()
    await outer
    await asyncio.sleep(3)


async def main():
    await in_time_and_late()
    await no_time()
    await who_waits_is_cancelled()
    await result_and_cancel_together()
    await result_and_timeout_together()
    await nested()
    await cancelled_twice()


asyncio.run(main())
