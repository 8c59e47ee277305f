# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 7: done callbacks are scheduled, never called inline, in order of adding."""

import asyncio


def first(future):
    print('first')


def second(future):
    print('second')


def late(future):
    print('late')


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(first)
    future.add_done_callback(second)
    future.add_done_callback(first)
    future.add_done_callback(second)
    print('removed', future.remove_done_callback(second))
    print('removed', future.remove_done_callback(second))
    future.add_done_callback(second)
    future.set_result(None)
    print('set')
    future.add_done_callback(late)
    print('removed', future.remove_done_callback(first))
    await asyncio.sleep(0)
    print('main')


asyncio.run(main())
