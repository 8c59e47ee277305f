# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 19: TaskGroup: the first failure cancels the others and the parent; a cancel from outside stays one."""

import asyncio


async def work(seconds, bad=None):
    await asyncio.sleep(seconds)
    if bad is not None:
        raise bad
    return seconds


async def stubborn(seconds):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print('cleans up')
        await asyncio.sleep(1)
        raise ValueError('while cleaning up')


def shown(error):
    return f'{error!r} {error}'


async def all_well():
    async with asyncio.TaskGroup() as group:
        first = group.create_task(work(1), name='first')
        group.create_task(work(2), name='second')
        print('in the block')
    print('first gave', first.result())
    async with asyncio.TaskGroup():
        pass
    print('empty')


async def a_child_fails_while_the_block_waits():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(3), name='other')
            group.create_task(work(1, ValueError('early')), name='fails')
            group.create_task(stubborn(5), name='stubborn')
            await asyncio.sleep(10)
            print('never')
    except ExceptionGroup as error:
        print(shown(error))
    print('cancelling', asyncio.current_task().cancelling())


async def a_child_fails_at_the_blocks_end():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(3), name='other')
            group.create_task(work(1, ValueError('early')), name='fails')
            group.create_task(work(1, TypeError()), name='fails too')
            group.create_task(work(1), name='due as well')
    except ExceptionGroup as error:
        print(shown(error))
    print('cancelling', asyncio.current_task().cancelling())


async def the_block_fails():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn(3), name='other')
            await asyncio.sleep(1)
            raise KeyError('block')
    except* ValueError as errors:
        print('value', shown(errors))
    except* KeyError as errors:
        print('key', shown(errors))


async def a_child_is_cancelled():
    async with asyncio.TaskGroup() as group:
        cancelled = group.create_task(work(5), name='cancelled')
        group.create_task(work(2), name='goes on')
        await asyncio.sleep(1)
        cancelled.cancel()
    print('cancelled', cancelled.cancelled())


async def holds(seconds, bad=None):
    async with asyncio.TaskGroup() as group:
        group.create_task(work(5), name='inner')
        if bad is not None:
            group.create_task(stubborn(5), name='inner stubborn')
        await asyncio.sleep(seconds)


async def cancelled_from_outside(seconds, bad=None):
    task = asyncio.create_task(holds(seconds, bad), name='holds')
    await asyncio.sleep(1)
    task.cancel('enough')
    try:
        await task
    except asyncio.CancelledError as error:
        print('cancelled', error.args)
    except ExceptionGroup as error:
        print('errors win', shown(error))
    print('cancelled', task.cancelled(), task.cancelling())


async def cancelled_twice():
    task = asyncio.create_task(holds(0, 'stubborn'), name='holds')
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(0.5)
    task.cancel()
    try:
        await task
    except ExceptionGroup as error:
        print(shown(error))


async def fails_as_it_is_cancelled():
    async with asyncio.TaskGroup() as group:
        group.create_task(work(1, ValueError('as it is cancelled')), name='fails')
        await asyncio.sleep(5)


async def cancel_and_failure_together():
    task = asyncio.create_task(fails_as_it_is_cancelled(), name='both')
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except (asyncio.CancelledError, ExceptionGroup) as error:
        print(type(error).__name__, task.cancelling())


async def adds_another(group):
    await asyncio.sleep(1)
    group.create_task(work(1), name='added')
    print('added one')


async def tries_to_add(group):
    try:
        await asyncio.sleep(5)
    finally:
        late = work(1)
        try:
            group.create_task(late)
        except RuntimeError as error:
            print(error)
        await late


async def adding():
    async with asyncio.TaskGroup() as group:
        group.create_task(adds_another(group), name='adds')
    late = work(1)
    try:
        group.create_task(late)
    except RuntimeError as error:
        print(error)
    await late
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(tries_to_add(group), name='tries')
            group.create_task(work(1, ValueError('bad')), name='fails')
    except ExceptionGroup as error:
        print(shown(error))


async def nested():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(work(4), name='outer task')
            async with asyncio.TaskGroup() as inner:
                inner.create_task(work(1, ValueError('inner')), name='inner task')
                await asyncio.sleep(5)
    except* ValueError as errors:
        print(shown(errors))
    print('cancelling', asyncio.current_task().cancelling())


async def swallows():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work(1, ValueError('bad')), name='fails')
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                print('swallowed')
            await asyncio.sleep(1)
    except ExceptionGroup as error:
        print(shown(error), asyncio.current_task().cancelling())


async def waits_within_a_timeout():
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(work(5), name='too long')
    except TimeoutError:
        print('timeout', asyncio.current_task().cancelling())


async def leaves_by_exit():
    async with asyncio.TaskGroup() as group:
        group.create_task(stubborn(5), name='stubborn')
        await asyncio.sleep(1)
        raise SystemExit('bare')


async def a_child_leaves():
    async with asyncio.TaskGroup() as group:
        group.create_task(work(5), name='other')
        group.create_task(work(1, SystemExit('from a task')), name='leaves')
        await asyncio.sleep(5)


async def main():
    await all_well()
    await waits_within_a_timeout()
    await a_child_fails_while_the_block_waits()
    await a_child_fails_at_the_blocks_end()
    await the_block_fails()
    await a_child_is_cancelled()
    await cancelled_from_outside(0)
    await cancelled_from_outside(3)
    await cancelled_from_outside(0, 'stubborn')
    await cancelled_twice()
    await cancel_and_failure_together()
    await adding()
    await nested()
    await swallows()


asyncio.run(main())
for leaves in leaves_by_exit, a_child_leaves:
    try:
        asyncio.run(leaves())
    except SystemExit as exit:
        print('left by', exit)
