# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 11: a result that is set does not save from a cancel() in the same iteration; after cancel() none can be set."""

import asyncio


async def wait_for(future):
    try:
        print('got', await future)
    except asyncio.CancelledError:
        print('cancelled')
        raise


async def result_then_cancel(loop):
    future = loop.create_future()
    task = asyncio.create_task(wait_for(future), name='first')
    await asyncio.sleep(0)
    future.set_result('a result')
    print('future', future.cancel(), 'task', task.cancel())
    await asyncio.gather(task, return_exceptions=True)
    print(task.cancelled(), future.result())


async def cancel_then_result(loop):
    future = loop.create_future()
    task = asyncio.create_task(wait_for(future), name='second')
    await asyncio.sleep(0)
    print('task', task.cancel())
    try:
        future.set_result('too late')
    except asyncio.InvalidStateError:
        print('InvalidStateError')
    await asyncio.gather(task, return_exceptions=True)
    print(task.cancelled())


async def main():
    loop = asyncio.get_running_loop()
    await result_then_cancel(loop)
    await cancel_then_result(loop)


asyncio.run(main())
