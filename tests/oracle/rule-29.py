# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 29: a task begins with a copy of its maker's context, callbacks have that of registering, awaiting shares it."""

import asyncio
import contextvars

who = contextvars.ContextVar('who', default='nobody')
depth = contextvars.ContextVar('depth')


def show(label):
    print(label, who.get(), depth.get(-1))


async def child(name):
    show(f'{name} begins:')
    who.set(name)
    await asyncio.sleep(0)
    show(f'{name} goes on:')


async def part():
    depth.set(2)
    await asyncio.sleep(0)
    who.set('part')


async def generate():
    who.set('generator')
    yield 1
    show('generator goes on:')
    who.set('generator again')


def callback(label):
    show(label)
    who.set('callback')


def on_done(future):
    show('done callback:')


async def callbacks():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    other = contextvars.Context()
    other.run(who.set, 'other')
    who.set('early')
    loop.call_soon(callback, 'call_soon:')
    loop.call_later(0.01, callback, 'call_later:')
    loop.call_at(loop.time() + 0.01, callback, 'call_at:')
    loop.call_soon_threadsafe(callback, 'call_soon_threadsafe:')
    loop.call_soon(callback, 'call_soon in other:', context=other)
    loop.call_soon(callback, 'the same once more:', context=other)
    loop.call_later(0.01, callback, 'call_later in other:', context=other)
    future.add_done_callback(on_done)
    future.add_done_callback(on_done, context=other)
    who.set('late')
    future.set_result(None)
    future.add_done_callback(on_done)
    await asyncio.sleep(0.02)
    show('after callbacks:')


async def tasks():
    who.set('maker')
    first = asyncio.create_task(child('first'))
    who.set('maker later')
    await first
    show('after first:')
    await child('no task')
    show('after no task:')
    await asyncio.gather(child('second'), child('third'))
    await asyncio.wait_for(child('fourth'), 1)
    show('after wait_for:')
    async with asyncio.timeout(1):
        await part()
    show('after part:')


async def shared():
    context = contextvars.copy_context()
    await asyncio.create_task(child('guest'), context=context)
    print('in it:', context[who], who in context, depth in context)
    loop = asyncio.get_running_loop()
    await loop.create_task(part(), context=context)
    print('in it:', context[who], context[depth])
    async with asyncio.TaskGroup() as group:
        group.create_task(child('member'), context=context)
    show('outside:')
    context.run(callback, 'run:')
    print('in it:', context[who])


async def generators():
    async for item in generate():
        show('item:')
        who.set('asker')
    show('after generator:')


def refused(call, *args):
    try:
        call(*args)
    except (LookupError, RuntimeError, ValueError) as error:
        print(type(error).__name__)


def enter_twice(context):
    refused(context.run, print, 'never')


async def tokens():
    token = who.set('once')
    who.set('twice')
    refused(depth.reset, token)
    who.reset(token)
    show('reset:')
    refused(who.reset, token)
    token = depth.set(1)
    context = contextvars.copy_context()
    refused(context.run, depth.reset, token)
    depth.reset(token)
    refused(depth.get)
    refused(context.run, enter_twice, context)
    refused(contextvars.Context().__getitem__, who)


async def fails():
    raise ValueError('bad')


def handler(loop, context):
    show('handler:')


def bad(label):
    who.set('bad')
    raise ValueError(label)


async def handlers():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    who.set('who schedules')
    loop.call_soon(bad, 'really')
    await asyncio.sleep(0)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0)


async def remembers(name):
    show(f'{name}:')
    who.set(name)


show('at first:')
refused(depth.get)
who.set('module')
with asyncio.Runner() as runner:
    runner.run(remembers('one'))
    who.set('changed')
    runner.run(remembers('two'))
    runner.run(remembers('three'), context=contextvars.Context())
    for function in tasks, callbacks, shared, generators, tokens, handlers:
        print(function.__name__)
        runner.run(function())
show('at last:')
