# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 18: shield: a cancel of the outer leaves the inner running; a cancel of the inner goes outwards."""

import asyncio


async def work(seconds, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise ValueError(error)
    return seconds


async def guard(inner):
    print('guard got', await asyncio.shield(inner))


async def who_waits_is_cancelled():
    inner = asyncio.create_task(work(3), name='inner')
    guarded = asyncio.create_task(guard(inner), name='guard')
    await asyncio.sleep(1)
    guarded.cancel()
    try:
        await guarded
    except asyncio.CancelledError:
        print('guard cancelled, inner done', inner.done())
    print('inner gave', await inner)


async def inner_cancelled():
    inner = asyncio.create_task(work(3), name='lost')
    outer = asyncio.shield(inner)
    await asyncio.sleep(1)
    inner.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print('inner cancelled', inner.cancelled(), 'outer cancelled', outer.cancelled())


async def outer_cancelled():
    inner = asyncio.create_task(work(2, 'late'), name='fails')
    outer = asyncio.shield(inner)
    await asyncio.sleep(1)
    print('cancel', outer.cancel(), outer.cancel())
    await asyncio.sleep(2)
    print(inner.done(), 'with', inner.exception())


async def outcomes():
    print(await asyncio.shield(work(1)))
    try:
        await asyncio.shield(work(1, 'bad'))
    except ValueError as error:
        print('main got', error)
    done = asyncio.create_task(work(0), name='quick')
    await done
    print('the same', asyncio.shield(done) is done)


async def around_a_gather():
    both = asyncio.gather(work(2), work(3))
    outer = asyncio.shield(both)
    await asyncio.sleep(1)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print('outer cancelled')
    print('both gave', len(await both))


async def within_a_gather():
    inner = asyncio.create_task(work(3), name='within')
    both = asyncio.gather(asyncio.shield(inner), work(2))
    await asyncio.sleep(1)
    both.cancel()
    try:
        await both
    except asyncio.CancelledError:
        print('both cancelled, inner cancelled', inner.cancelled())
    print('inner gave', await inner)


async def main():
    await who_waits_is_cancelled()
    await inner_cancelled()
    await outer_cancelled()
    await outcomes()
    await around_a_gather()
    await within_a_gather()


asyncio.run(main())
