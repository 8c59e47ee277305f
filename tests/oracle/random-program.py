# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that its seed makes up as it goes: random-program.c makes up the same.

Each coroutine has a number, and draws from a generator of its own what to do next.  It awaits only tasks of a higher
number, so that no ring of tasks waits for itself.
"""

import asyncio
import sys
import time

MOST = 24                                # coroutines in all
SEED = int(sys.argv[1])


class Random:
    def __init__(self, number):
        self.state = (SEED * 1000003 + number * 7919 + 1) % 2**64
        self.below(2)

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n


class Stop(Exception):
    """The coroutine shall return now."""


class World:
    """What the coroutines share."""

    def __init__(self, loop):
        self.loop = loop
        self.count = 0
        self.tasks = {}                  # number: task
        self.queues = [asyncio.Queue(), asyncio.Queue(2)]
        self.futures = [loop.create_future() for _ in range(2)]
        self.locks = [asyncio.Lock(), asyncio.Lock()]
        self.handles = []
        self.over = False                # main has ended: nobody makes another task or declines to end

    def has_room(self):
        return self.count < MOST and not self.over


def say(*words):
    print(*words)


def ring(number):
    say('ring', number)


def told(task):
    say('told')


class Body:
    def __init__(self):
        world.count += 1
        self.number = world.count
        self.random = Random(self.number)

    async def body(self):
        random = self.random
        stubborn = random.below(4) == 0
        for _ in range(1 + random.below(7)):
            try:
                await ACTIONS[random.below(len(ACTIONS))](self)
            except Stop:
                break
            except asyncio.CancelledError as error:
                say(self.number, 'cancelled', error, asyncio.current_task().cancelling())
                if not stubborn or world.over:
                    raise
            except Exception as error:
                say(self.number, 'caught', type(error).__name__, error)
                if random.below(3) == 0:
                    raise
        say(self.number, 'returns')
        return self.number

    def later_task(self):
        """A task of a higher number, or None."""
        later = [number for number in world.tasks if number > self.number]
        return world.tasks[later[self.random.below(len(later))]] if later else None

    def any_task(self):
        numbers = list(world.tasks)
        return world.tasks[numbers[self.random.below(len(numbers))]]

    def any_queue(self):
        return world.queues[self.random.below(2)]

    def any_lock(self):
        return world.locks[self.random.below(2)]

    def some_awaitables(self):
        some = []
        for _ in range(1 + self.random.below(3)):
            task = self.later_task()
            if task is not None and self.random.below(2):
                some.append(task)
            elif world.has_room():
                some.append(Body().body())
        return some

    # Actions

    async def sleep(self):
        await asyncio.sleep(self.random.below(4))

    async def doze(self):
        await asyncio.sleep(self.random.below(40) / 10000)

    async def block(self):
        time.sleep(self.random.below(3) / 1000)

    async def spawn(self):
        if world.has_room():
            child = Body()
            name = f'T{child.number}' if self.random.below(2) else None
            world.tasks[child.number] = asyncio.create_task(child.body(), name=name)

    async def nest(self):
        if world.has_room():
            say(self.number, 'nested', await Body().body())

    async def await_task(self):
        task = self.later_task()
        if task is not None:
            say(self.number, 'got', await task)

    async def cancel(self):
        task = self.any_task()
        if self.random.below(2):
            say(self.number, 'cancel', task.cancel(f'by {self.number}'))
        else:
            say(self.number, 'cancel', task.cancel())

    async def uncancel(self):
        say(self.number, 'uncancel', asyncio.current_task().uncancel())

    async def put(self):
        await self.any_queue().put(self.number)
        say(self.number, 'put')

    async def get(self):
        say(self.number, 'get', await self.any_queue().get())

    async def put_nowait(self):
        self.any_queue().put_nowait(-self.number)

    async def get_nowait(self):
        say(self.number, 'get', self.any_queue().get_nowait())

    async def task_done(self):
        self.any_queue().task_done()

    async def join(self):
        await self.any_queue().join()
        say(self.number, 'joined')

    async def set_result(self):
        world.futures[self.random.below(2)].set_result(self.number)

    async def await_future(self):
        say(self.number, 'future', await world.futures[self.random.below(2)])

    async def cancel_future(self):
        say(self.number, 'cancel', world.futures[self.random.below(2)].cancel())

    async def renew_future(self):
        k = self.random.below(2)
        if world.futures[k].done():
            world.futures[k] = world.loop.create_future()

    async def gather(self):
        children = self.some_awaitables()
        return_exceptions = self.random.below(2) == 1
        results = await asyncio.gather(*children, return_exceptions=return_exceptions)
        say(self.number, 'gathered', *results)

    async def cancel_gather(self):
        task = self.later_task()
        if task is not None:
            both = asyncio.gather(task, world.futures[0])
            both.add_done_callback(told)
            await asyncio.sleep(self.random.below(2))
            say(self.number, 'cancel', both.cancel())
            await both

    async def wait_for(self):
        some = self.some_awaitables()
        timeout = (self.random.below(5) - 1) / 2
        for awaitable in some:
            say(self.number, 'in time', await asyncio.wait_for(awaitable, timeout))

    async def wait_for_item(self):
        say(self.number, 'get', await asyncio.wait_for(self.any_queue().get(), self.random.below(3) / 2))

    async def shield(self):
        task = self.later_task()
        if task is not None:
            say(self.number, 'behind a shield', await asyncio.shield(task))

    async def cancel_shield(self):
        task = self.later_task()
        inner = world.futures[0] if task is None else task
        outer = asyncio.shield(inner)
        await asyncio.sleep(self.random.below(2))
        say(self.number, 'cancel', outer.cancel())
        await outer

    async def wait(self):
        tasks = [task for _ in range(3) for task in [self.later_task()] if task is not None]
        timeout = self.random.below(4) / 2
        condition = CONDITIONS[self.random.below(3)]
        if tasks:
            done, pending = await asyncio.wait(tasks, timeout=timeout or None, return_when=condition)
            say(self.number, 'waited', len(done), len(pending))

    async def as_completed(self):
        some = self.some_awaitables()
        timeout = self.random.below(4) / 2
        for next_one in asyncio.as_completed(some, timeout=timeout or None):
            say(self.number, 'next', await next_one)

    async def limit(self):
        async with asyncio.timeout(self.random.below(4) / 2):
            await self.lock()

    async def lock(self):
        async with self.any_lock():
            say(self.number, 'locks')
            await asyncio.sleep(self.random.below(3) / 2)

    async def wait_for_lock(self):
        lock = self.any_lock()
        await asyncio.wait_for(lock.acquire(), self.random.below(3) / 2)
        lock.release()

    async def call_soon(self):
        world.handles.append(world.loop.call_soon(ring, self.number))

    async def call_later(self):
        world.handles.append(world.loop.call_later(self.random.below(3) / 1000, ring, self.number))

    async def cancel_handle(self):
        if world.handles:
            world.handles[self.random.below(len(world.handles))].cancel()

    async def tell(self):
        self.any_task().add_done_callback(told)

    async def fail(self):
        raise ValueError(self.number)

    async def stop(self):
        raise Stop


ACTIONS = [
    Body.sleep, Body.doze, Body.block, Body.spawn, Body.spawn, Body.spawn, Body.nest, Body.await_task, Body.await_task,
    Body.cancel, Body.cancel, Body.uncancel, Body.put, Body.put, Body.get, Body.get, Body.put_nowait, Body.get_nowait,
    Body.task_done, Body.join, Body.set_result, Body.await_future, Body.cancel_future, Body.renew_future, Body.gather,
    Body.gather, Body.cancel_gather, Body.call_soon, Body.call_later, Body.cancel_handle, Body.tell, Body.fail, Body.stop,
    Body.wait_for, Body.wait_for, Body.wait_for_item, Body.shield, Body.cancel_shield, Body.wait, Body.wait,
    Body.as_completed, Body.limit, Body.limit, Body.lock, Body.lock, Body.wait_for_lock,
]
CONDITIONS = [asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION]


async def main():
    global world
    world = World(asyncio.get_running_loop())
    for _ in range(4):
        first = Body()
        world.tasks[first.number] = asyncio.create_task(first.body())
    await asyncio.sleep(9)
    say('main ends')
    world.over = True


asyncio.run(main())
