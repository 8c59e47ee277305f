# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 23: Condition: wait() acquires the lock again also when it is cancelled; a notification may be lost with it.

And an Event wakes all who wait as it is set, whatever comes then.
"""

import asyncio


async def consume(condition, name):
    async with condition:
        print(name, 'waits')
        try:
            await condition.wait()
            print(name, 'was notified, locked', condition.locked())
        except asyncio.CancelledError:
            print(name, 'was cancelled, locked', condition.locked())
            raise


def start(condition, *names):
    return [asyncio.create_task(consume(condition, name), name=name) for name in names]


async def notified():
    condition = asyncio.Condition()
    tasks = start(condition, 'a', 'b', 'c')
    await asyncio.sleep(1)
    async with condition:
        condition.notify(1)
        print('one of three')
    await asyncio.sleep(1)
    async with condition:
        condition.notify_all()
    await asyncio.wait(tasks)


async def cancelled_while_the_lock_is_held():
    condition = asyncio.Condition()
    task = start(condition, 'patient')[0]
    await asyncio.sleep(1)
    async with condition:
        task.cancel()
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.sleep(1)
        print('done', task.done())
    await asyncio.wait([task])
    print('cancelled', task.cancelled())


async def notification_lost():
    condition = asyncio.Condition()
    first, second = start(condition, 'first', 'second')
    await asyncio.sleep(1)
    async with condition:
        condition.notify()
        first.cancel()
    await asyncio.sleep(1)
    print('first done', first.done(), 'second done', second.done())
    async with condition:
        condition.notify()
    await asyncio.wait([first, second])


async def misused():
    condition = asyncio.Condition(asyncio.Lock())
    try:
        await condition.wait()
    except RuntimeError as error:
        print(error)
    try:
        condition.notify()
    except RuntimeError as error:
        print(error)


async def see(event, name):
    await event.wait()
    print(name, 'goes on, set', event.is_set())


async def set_and_cleared():
    event = asyncio.Event()
    tasks = [asyncio.create_task(see(event, name), name=name) for name in 'abc']
    await asyncio.sleep(1)
    tasks[1].cancel()
    event.set()
    event.set()
    event.clear()
    await asyncio.wait(tasks)
    print('b cancelled', tasks[1].cancelled())
    event.set()
    await see(event, 'main')


async def main():
    await notified()
    await cancelled_while_the_lock_is_held()
    await notification_lost()
    await misused()
    await set_and_cleared()


asyncio.run(main())
