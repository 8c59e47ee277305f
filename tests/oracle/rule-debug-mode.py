# SPDX-License-Identifier: GPL-3.0-or-later
"""Debug mode: each turn and each callback that holds the loop for too long is told of; the clock is read twice a handle."""

import asyncio
import time


def slow(seconds, word):
    time.sleep(seconds)
    print('callback', word)


def note(future):
    time.sleep(0.3)
    print('done', future.result())


async def work(seconds):
    await asyncio.sleep(1)
    time.sleep(seconds)
    return seconds


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    quick = asyncio.create_task(work(0.05), name='quick')
    late = asyncio.create_task(work(0.25), name='late')
    late.add_done_callback(note)
    loop.call_soon(slow, 0.1, 'soon')
    loop.call_later(0.5, slow, 0.2, 'later')
    loop.call_soon(slow, 5, 'never').cancel()
    time.sleep(0.15)
    await quick
    await late
    loop.slow_callback_duration = 1
    time.sleep(0.5)
    await asyncio.sleep(0)
    loop.set_debug(False)
    time.sleep(2)
    await asyncio.sleep(0)
    print('debug', loop.get_debug())


asyncio.run(main(), debug=True)
with asyncio.Runner(debug=False) as runner:
    print('debug', runner.get_loop().get_debug())
