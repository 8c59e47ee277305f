# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 2: timers that expired are appended after the callbacks that call_soon() has queued already."""

import asyncio
import time


def timer():
    print('timer')


def queued():
    print('queued')


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(1, timer)
    time.sleep(2)
    loop.call_soon(queued)
    await asyncio.sleep(0)
    print('main')


asyncio.run(main())
