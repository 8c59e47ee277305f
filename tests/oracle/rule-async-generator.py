# SPDX-License-Identifier: GPL-3.0-or-later
"""Asynchronous generators: what anext, asend, athrow and aclose do in each state of the generator."""

import asyncio


async def count(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print('got', got)
    except BaseException as error:
        print('in the body:', type(error).__name__, error)
        raise
    finally:
        print('finally')


async def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2
    yield 3


async def ignores_later():
    try:
        yield 1
    except GeneratorExit:
        await asyncio.sleep(0)
        yield 2


async def swallows():
    try:
        yield 1
    except GeneratorExit:
        pass


async def replaces():
    try:
        yield 1
    except GeneratorExit:
        raise ValueError('instead')


async def stops():
    yield 1
    raise StopAsyncIteration('mine')


async def stops_otherwise():
    yield 1
    raise StopIteration('mine')


async def tell(what, awaitable):
    try:
        print(what, await awaitable)
    except BaseException as error:
        print(what, type(error).__name__, error)
        error.__traceback__ = None       # which holds the awaitable, which holds what was thrown: a ring


async def in_each_state():
    generator = count(3)
    await tell('asend', generator.asend(1))
    await tell('anext', anext(generator))
    await tell('asend', generator.asend('x'))
    await tell('athrow', generator.athrow(ValueError('thrown')))
    await tell('anext', anext(generator))
    await tell('athrow', generator.athrow(ValueError('late')))
    await tell('aclose', generator.aclose())


async def unbegun():
    generator = count(3)
    await tell('aclose', generator.aclose())
    await tell('anext', anext(generator))
    await tell('asend', generator.asend(1))
    generator = count(3)
    await tell('athrow', generator.athrow(KeyError('early')))
    await tell('anext', anext(generator))
    generator = count(3)
    await tell('athrow', generator.athrow(StopAsyncIteration('early')))


async def to_the_end():
    generator = count(1)
    for _ in range(3):
        await tell('anext', anext(generator))
    await tell('aclose', generator.aclose())
    async for item in count(2):
        print('item', item)


async def closing():
    for function in count2, ignores, ignores_later, swallows, replaces:
        generator = function()
        await tell('anext', anext(generator))
        await tell('aclose', generator.aclose())
        await tell('anext', anext(generator))
        await tell('aclose', generator.aclose())
    generator = ignores()
    await tell('anext', anext(generator))
    await tell('athrow', generator.athrow(GeneratorExit()))
    await tell('anext', anext(generator))


def count2():
    return count(2)


async def stopping():
    for function in stops, stops_otherwise, count2:
        generator = function()
        await tell('anext', anext(generator))
        await tell('athrow', generator.athrow(StopAsyncIteration('thrown')))
        generator = function()
        await tell('anext', anext(generator))
        await tell('anext', anext(generator))
        await tell('anext', anext(generator))


async def twice():
    generator = count(2)
    first = anext(generator)
    await tell('first', first)
    await tell('again', first)
    last = generator.aclose()
    await tell('last', last)
    await tell('again', last)
    unused = anext(generator)
    del unused
    await tell('await', generator)


async def main():
    await in_each_state()
    await unbegun()
    await to_the_end()
    await closing()
    await stopping()
    await twice()


asyncio.run(main())
