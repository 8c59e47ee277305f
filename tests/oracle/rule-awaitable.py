# SPDX-License-Identifier: GPL-3.0-or-later
"""Awaitables of one's own: awaited anew each time, and wherever an awaitable can stand."""

import asyncio


class Egg:
    def __init__(self, name, minutes):
        self.name = name
        self.minutes = minutes

    def __await__(self):
        if self.minutes < 0:
            raise ValueError(self.name)
        yield from asyncio.sleep(self.minutes).__await__()
        return f'{self.name} after {self.minutes}'


class Ready:
    def __await__(self):
        return iter(())


async def tell(what, awaitable):
    try:
        print(what, await awaitable)
    except BaseException as error:
        print(what, type(error).__name__, error)


async def awaited():
    egg = Egg('egg', 1)
    await tell('await', egg)
    await tell('again', egg)
    await tell('await', Egg('bad', -1))
    await tell('await', Ready())


async def in_tasks():
    future = asyncio.ensure_future(Egg('future', 1))
    print(type(future).__name__, future.done())
    await tell('future', future)
    egg = Egg('twice', 2)
    print(await asyncio.gather(egg, Egg('other', 1), egg, Ready()))
    await tell('gather', asyncio.gather(Egg('bad', -1), Egg('good', 1)))
    await asyncio.sleep(2)
    for one in asyncio.as_completed([Egg('late', 2), Egg('early', 1)]):
        await tell('next', one)


async def limited():
    await tell('wait_for', asyncio.wait_for(Egg('in time', 1), 2))
    await tell('wait_for', asyncio.wait_for(Egg('too slow', 3), 2))
    await tell('wait_for', asyncio.wait_for(Egg('for ever', 1), None))
    await tell('wait_for', asyncio.wait_for(Egg('never', 1), 0))
    shield = asyncio.shield(Egg('shielded', 2))
    task = asyncio.create_task(tell('shield', shield), name='shielding')
    await asyncio.sleep(1)
    task.cancel()
    await task
    await asyncio.sleep(2)


async def cancelled():
    future = asyncio.ensure_future(Egg('cancelled', 5))
    await asyncio.sleep(1)
    future.cancel()
    await tell('future', future)
    unbegun = asyncio.ensure_future(Egg('unbegun', 5))
    unbegun.cancel()
    await tell('unbegun', unbegun)


async def main():
    await awaited()
    await in_tasks()
    await limited()
    await cancelled()


asyncio.run(main())
loop = asyncio.new_event_loop()
print(loop.run_until_complete(Egg('by hand', 1)))
loop.close()
