# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 25, Ctrl-C: it cancels main, which may clean up; run() then cancels the others and raises KeyboardInterrupt."""

import asyncio
import signal


def interrupt():
    signal.raise_signal(signal.SIGINT)


async def other():
    try:
        await asyncio.sleep(10)
    finally:
        print('other ends')


async def main():
    asyncio.get_running_loop().call_later(1, interrupt)
    task = asyncio.create_task(other(), name='other')
    try:
        await asyncio.sleep(10)
    finally:
        print('main cleans up')
        await asyncio.sleep(1)
        print('main ends, other done:', task.done())


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('KeyboardInterrupt')
