# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 4: a timer is due if its deadline is before now plus one nanosecond; the poll is rounded up to a millisecond."""

import asyncio


def ring(name):
    print(name)


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.call_at(now + 0.0001, ring, 'a')
    loop.call_at(now + 0.0010, ring, 'b')
    loop.call_at(now + 0.0011, ring, 'c')
    loop.call_at(now + 0.0025, ring, 'd')
    loop.call_at(now - 1, ring, 'past')
    loop.call_at(loop.time() + 2e-9, ring, 'two readings from now')
    await asyncio.sleep(0)
    print('yielded')
    await asyncio.sleep(200_000)


asyncio.run(main())
