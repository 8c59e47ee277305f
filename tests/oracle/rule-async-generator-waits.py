# SPDX-License-Identifier: GPL-3.0-or-later
"""Asynchronous generators that wait: cancelled, asked by two, cancelled before the first step, and one within another."""

import asyncio


async def count(name, n):
    try:
        for i in range(n):
            await asyncio.sleep(1)
            yield i
    except BaseException as error:
        print(name, 'gets', type(error).__name__, error)
        raise
    finally:
        print(name, 'ends')


async def stubborn():
    while True:
        try:
            await asyncio.sleep(1)
            yield 'item'
        except asyncio.CancelledError:
            print('cancelled, and goes on')


async def doubled(name, n):
    try:
        async for item in count(name, n):
            yield 2 * item
    except ValueError as error:
        print(name, 'twice gets', error)
        yield -1


async def tell(what, awaitable):
    try:
        print(what, await awaitable)
    except BaseException as error:
        print(what, type(error).__name__, error)
        error.__traceback__ = None


async def read(generator):
    async for item in generator:
        print('read', item)


async def cancelled():
    generator = count('numbers', 3)
    task = asyncio.create_task(read(generator), name='reader')
    await asyncio.sleep(1.5)
    task.cancel('enough')
    await tell('task', task)
    await tell('anext', anext(generator))
    generator = stubborn()
    task = asyncio.create_task(anext(generator), name='stubborn')
    await asyncio.sleep(0.5)
    task.cancel()
    await tell('task', task)
    await generator.aclose()


async def asked_by_two():
    generator = count('shared', 3)
    print(await asyncio.gather(anext(generator), anext(generator), return_exceptions=True))
    task = asyncio.create_task(anext(generator), name='first')
    await asyncio.sleep(0.5)
    await tell('asend', generator.asend('x'))
    await tell('athrow', generator.athrow(ValueError('x')))
    await tell('aclose', generator.aclose())
    await tell('task', task)
    await generator.aclose()


async def before_the_first_step():
    for method in 'anext', 'aclose', 'athrow':
        generator = count(method, 2)
        await anext(generator)
        asked = anext(generator) if method == 'anext' else getattr(generator, method)(
            *[ValueError('thrown')][:method == 'athrow'])
        task = asyncio.create_task(asked, name=method)
        task.cancel()
        await tell('task', task)
        await tell('anext', anext(generator))


async def limited():
    generator = count('slow', 3)
    await tell('wait_for', asyncio.wait_for(anext(generator), 0.5))
    await tell('anext', anext(generator))
    generator = count('shielded', 3)
    await tell('wait_for', asyncio.wait_for(asyncio.shield(anext(generator)), 0.5))
    await asyncio.sleep(1)
    await tell('anext', anext(generator))
    await generator.aclose()
    generator = count('timed', 9)
    try:
        async with asyncio.timeout(1.5):
            async for item in generator:
                print('timed', item)
    except TimeoutError:
        print('too late')


async def nested():
    await read(doubled('inner', 2))
    generator = doubled('thrown', 3)
    await tell('anext', anext(generator))
    await tell('athrow', generator.athrow(ValueError('from outside')))
    await tell('anext', anext(generator))
    generator = doubled('closed', 3)
    await tell('anext', anext(generator))
    await generator.aclose()
    await asyncio.sleep(0.1)
    task = asyncio.create_task(read(doubled('torn', 3)), name='nested')
    await asyncio.sleep(1.5)
    task.cancel()
    await tell('task', task)


async def main():
    for function in cancelled, asked_by_two, before_the_first_step, limited, nested:
        print(function.__name__)
        await function()


asyncio.run(main())
