# SPDX-License-Identifier: GPL-3.0-or-later
"""A callback runs in the loop's next iteration."""

import asyncio


def ring(bell):
    print(f'The {bell} bell rings.')


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(ring, 'first')
    loop.call_soon(ring, 'second')
    loop.call_later(1, ring, 'late')
    print('main keeps its turn.')
    await asyncio.sleep(0)
    print('main is back.')
    await asyncio.sleep(2)


asyncio.run(main())
