# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that its seed makes up as it goes: random-program.c makes up the same.

    random-program.py SEED [STEPS]

Each coroutine draws what to do next, and awaits only tasks of a higher number, so that no ring of tasks waits for
itself.  What a step draws depends on the seed and on the step's name alone ("2.1a:3": the step 3 of the first coroutine
that the step 1 of the coroutine 2 made), so that a step does the same when others are left out: with STEPS, names with
commas between them, only those are taken.  Each program makes do with a few of the actions that there are, so that
these meet each other.  With RANDOM_PROGRAM_STEPS in the environment the steps are told on stderr.
"""

import asyncio
import os
import sys
import time

MOST = 24                                # coroutines in all
SEED = int(sys.argv[1])
ONLY = sys.argv[2].split(',') if len(sys.argv) > 2 else None
TELLS = 'RANDOM_PROGRAM_STEPS' in os.environ


class Random:
    def __init__(self, name):
        self.state = SEED * 1000003 % 2**64
        for byte in name.encode():
            self.state = (self.state ^ byte) * 1099511628211 % 2**64
        self.drawn = []
        self.below(2)

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        self.drawn.append((self.state >> 33) % n)
        return self.drawn[-1]


class Stop(Exception):
    """The coroutine shall return now."""


def some_actions(random):
    return [Body.sleep, Body.spawn] + [ACTIONS[random.below(len(ACTIONS))] for _ in range(3 + random.below(14))]


class World:
    """What the coroutines share."""

    def __init__(self, loop):
        self.loop = loop
        self.actions = some_actions(Random('actions'))
        self.count = 0
        self.tasks = {}                  # number: task
        self.queues = [asyncio.Queue(), asyncio.Queue(2), asyncio.LifoQueue(1), asyncio.PriorityQueue()]
        self.futures = [loop.create_future() for _ in range(2)]
        self.locks = [asyncio.Lock(), asyncio.Lock()]
        self.events = [asyncio.Event(), asyncio.Event()]
        self.semaphores = [asyncio.Semaphore(1), asyncio.BoundedSemaphore(2)]
        self.condition = asyncio.Condition()
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
    def __init__(self, name):
        world.count += 1
        self.number = world.count
        self.name = name
        self.step = ''
        self.made = 0                    # coroutines by the current step
        self.random = None               # the current step's

    def new(self):
        self.made += 1
        return Body(f'{self.name}.{self.step}{"?abcd"[self.made]}')

    async def body(self):
        random = Random(self.name)
        stubborn = random.below(4) == 0
        for self.step in range(1 + random.below(7)):
            if world.over:               # wait_for() may have swallowed the cancel
                break
            if ONLY is not None and f'{self.name}:{self.step}' not in ONLY:
                continue
            try:
                await self.act()
            except Stop:
                break
            except asyncio.CancelledError as error:
                say(self.number, 'cancelled', error, asyncio.current_task().cancelling())
                if not stubborn or world.over:
                    raise
            except Exception as error:
                say(self.number, 'caught', type(error).__name__, error)
                if self.random.below(3) == 0:
                    raise
        say(self.number, 'returns')
        return self.number

    async def act(self):
        self.random = Random(f'{self.name}:{self.step}')
        self.made = 0
        action = world.actions[self.random.below(len(world.actions))]
        try:
            await action(self)
        finally:
            if TELLS:
                print(f'{self.name}:{self.step}', action.__name__, *self.random.drawn[2:], file=sys.stderr)

    def later_task(self):
        """A task of a higher number, or None."""
        later = [number for number in world.tasks if number > self.number]
        return world.tasks[later[self.random.below(len(later))]] if later else None

    def any_task(self):
        numbers = list(world.tasks)
        return world.tasks[numbers[self.random.below(len(numbers))]]

    def any_queue(self):
        return world.queues[self.random.below(4)]

    def any_lock(self):
        return world.locks[self.random.below(2)]

    def some_awaitables(self):
        some = []
        for _ in range(1 + self.random.below(3)):
            task = self.later_task()
            if task is not None and self.random.below(2):
                some.append(task)
            elif world.has_room():
                some.append(self.new().body())
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
            child = self.new()
            name = f'T{child.number}' if self.random.below(2) else None
            world.tasks[child.number] = asyncio.create_task(child.body(), name=name)

    async def nest(self):
        if world.has_room():
            say(self.number, 'nested', await self.new().body())

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

    async def set_event(self):
        world.events[self.random.below(2)].set()

    async def clear_event(self):
        world.events[self.random.below(2)].clear()

    async def await_event(self):
        say(self.number, 'event', await world.events[self.random.below(2)].wait())

    async def use_semaphore(self):
        semaphore = world.semaphores[self.random.below(2)]
        await semaphore.acquire()
        say(self.number, 'has a permit', semaphore.locked())
        await asyncio.sleep(self.random.below(3) / 2)
        semaphore.release()

    async def release_semaphore(self):
        world.semaphores[self.random.below(2)].release()

    async def await_condition(self):
        async with world.condition:
            say(self.number, 'notified', await world.condition.wait())

    async def wait_for_condition(self):
        async with world.condition, asyncio.timeout(self.random.below(3) / 2):
            say(self.number, 'notified', await world.condition.wait())

    async def notify(self):
        async with world.condition:
            world.condition.notify(1 + self.random.below(2))

    async def notify_all(self):
        async with world.condition:
            world.condition.notify_all()

    async def notify_unlocked(self):
        world.condition.notify()

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
    Body.sleep, Body.spawn, Body.doze, Body.block, Body.spawn, Body.spawn, Body.nest, Body.await_task, Body.await_task,
    Body.cancel, Body.cancel, Body.uncancel, Body.put, Body.put, Body.get, Body.get, Body.put_nowait, Body.get_nowait,
    Body.task_done, Body.join, Body.set_result, Body.await_future, Body.cancel_future, Body.renew_future, Body.gather,
    Body.gather, Body.cancel_gather, Body.call_soon, Body.call_later, Body.cancel_handle, Body.tell, Body.fail, Body.stop,
    Body.wait_for, Body.wait_for, Body.wait_for_item, Body.shield, Body.cancel_shield, Body.wait, Body.wait,
    Body.as_completed, Body.limit, Body.limit, Body.lock, Body.lock, Body.wait_for_lock,
    Body.set_event, Body.clear_event, Body.await_event, Body.await_event, Body.use_semaphore, Body.use_semaphore,
    Body.release_semaphore, Body.await_condition, Body.await_condition, Body.wait_for_condition, Body.notify,
    Body.notify_all, Body.notify_unlocked,
]
CONDITIONS = [asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION]


async def main():
    global world
    world = World(asyncio.get_running_loop())
    for n in range(4):
        first = Body(str(n))
        world.tasks[first.number] = asyncio.create_task(first.body())
    await asyncio.sleep(9)
    say('main ends')
    world.over = True


asyncio.run(main())
