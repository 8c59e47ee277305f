# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 5: cancelled timers stay in the heap, until they are more than 100 and more than half of it."""

import asyncio


def ring(number):
    print(number)


async def fill_and_cancel(n_timers, n_cancelled):
    loop = asyncio.get_running_loop()
    when = loop.time() + 1
    timers = [loop.call_at(when, ring, number) for number in range(n_timers)]
    for timer in timers[:n_cancelled]:
        timer.cancel()
    await asyncio.sleep(2)
    print('--')


async def main():
    await fill_and_cancel(12, 7)       # few: they are dropped one by one, when they come to the top
    await fill_and_cancel(110, 96)     # many: the list is filtered and made a heap again


asyncio.run(main())
