# SPDX-License-Identifier: GPL-3.0-or-later
"""Asynchronous context managers: entered, left with and without an exception, which they may take or replace."""

import asyncio
import contextlib
import gc

kept = []                                # or their generators would go when the exceptions go that hold them


class Session:
    def __init__(self, name, takes=None, fails=None):
        self.name = name
        self.takes = takes
        self.fails = fails

    async def __aenter__(self):
        await asyncio.sleep(1)
        if self.fails == 'enter':
            raise RuntimeError(f'{self.name} cannot be entered')
        return f'{self.name} is open'

    async def __aexit__(self, kind, error, traceback):
        print(self.name, 'is left with', kind.__name__ if kind else None)
        await asyncio.sleep(1)
        if self.fails == 'exit':
            raise RuntimeError(f'{self.name} cannot be left')
        return self.takes is not None and isinstance(error, self.takes)


async def use(session, error=None):
    async with session as text:
        print(text)
        if error:
            raise error
        await asyncio.sleep(1)
        return 'used'
    return 'taken'


async def tell(what, awaitable):
    try:
        print(what, await awaitable)
    except BaseException as error:
        print(what, type(error).__name__, error)


@contextlib.asynccontextmanager
async def transaction(name):
    print(name, 'begins')
    await asyncio.sleep(1)
    try:
        yield f'{name} is open'
        print(name, 'commits')
    except ValueError as error:
        print(name, 'rolls back', error)
    except KeyError:
        raise RuntimeError(name)
    finally:
        await asyncio.sleep(1)
        print(name, 'ends')


@contextlib.asynccontextmanager
async def odd(n):
    for i in range(n):
        try:
            yield f'yield {i}'
        except ValueError:
            print('goes on')


async def count(n):
    try:
        for i in range(n):
            yield i
    finally:
        await asyncio.sleep(1)
        print('closed')


async def of_a_class():
    await tell('plain', use(Session('plain')))
    await tell('raises', use(Session('raises'), ValueError('in the block')))
    await tell('takes', use(Session('takes', ValueError), ValueError('in the block')))
    await tell('enter', use(Session('enter', None, 'enter')))
    await tell('exit', use(Session('exit', None, 'exit'), ValueError('in the block')))
    task = asyncio.create_task(use(Session('cancelled')), name='user')
    await asyncio.sleep(1.5)
    task.cancel()
    await tell('task', task)


async def of_a_generator():
    await tell('plain', use(transaction('plain')))
    await tell('value', use(transaction('value'), ValueError('in the block')))
    await tell('key', use(transaction('key'), KeyError('in the block')))
    await tell('type', use(transaction('type'), TypeError('in the block')))
    await tell('none', use(odd(0)))
    kept.extend([odd(2), odd(2)])
    await tell('two', use(kept[0]))
    await tell('after athrow', use(kept[1], ValueError('in the block')))


async def main():
    await of_a_class()
    await of_a_generator()
    gc.collect()                         # exceptions and the frames that raised them hold each other, and generators
    async with contextlib.aclosing(count(3)) as numbers:
        async for number in numbers:
            print('number', number)
            break
    print('end')


asyncio.run(main())
kept.clear()
