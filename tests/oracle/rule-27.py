# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 27: an exception that nobody asked for is told of when it goes, not when it comes; a bad callback ends nothing."""

import asyncio


async def fails(message):
    raise ValueError(message)


async def forgotten():
    task = asyncio.create_task(fails('forgotten'), name='forgotten')
    await asyncio.sleep(1)
    print('done', task.done())
    del task
    print('gone')
    future = asyncio.get_running_loop().create_future()
    future.set_exception(ValueError('in a future'))
    print('future done', future.done())
    del future
    both = asyncio.gather(fails('one'), fails('other'))
    await asyncio.sleep(1)
    del both
    print('gather gone')


async def asked_for():
    tasks = [asyncio.create_task(fails(word), name=word) for word in ('exception', 'result', 'await', 'gather', 'cancel')]
    await asyncio.sleep(1)
    by_exception, by_result, by_await, by_gather, by_cancel = tasks
    print(repr(by_exception.exception()))
    try:
        by_result.result()
    except ValueError as error:
        print('result', error)
    try:
        await by_await
    except ValueError as error:
        print('await', error)
    print(await asyncio.gather(by_gather, return_exceptions=True))
    print('cancel', by_cancel.cancel())
    del tasks[:], by_exception, by_result, by_await, by_gather, by_cancel
    print('nothing told')


def bad(word):
    raise ValueError(word)


def bad_when_done(future):
    raise TypeError(f'done with {future.result()}')


def good(word):
    print('good', word)


async def bad_callbacks():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(bad_when_done)
    future.set_result(5)
    loop.call_soon(bad, 'soon')
    loop.call_soon(good, 'goes on')
    loop.call_later(1, bad, 'later')
    await asyncio.sleep(2)


def note(loop, context):
    print('noted', context['message'].split(' at ')[0], repr(context.get('exception')), 'handle' in context)


def note_and_pass_on(loop, context):
    note(loop, context)
    loop.default_exception_handler(context)


def note_and_fail(loop, context):
    note(loop, context)
    raise RuntimeError('the handler fails too')


async def own_handlers():
    loop = asyncio.get_running_loop()
    print(loop.get_exception_handler() is None)
    for handler in note, note_and_pass_on, note_and_fail:
        loop.set_exception_handler(handler)
        print(loop.get_exception_handler() is handler)
        loop.call_soon(bad, 'word')
        loop.call_exception_handler({'message': 'by hand'})
        await asyncio.sleep(1)
    loop.set_exception_handler(None)
    loop.call_soon(bad, 'to the default one')
    await asyncio.sleep(1)


async def main():
    await forgotten()
    await asked_for()
    await bad_callbacks()
    await own_handlers()


asyncio.run(main())
