# SPDX-License-Identifier: GPL-3.0-or-later
"""Debug mode reports who keeps the loop for too long."""

import asyncio
import time


async def quick():
    print('Quick')
    await asyncio.sleep(0.2)
    print('Quick again')


async def slow():
    print('Slow')
    time.sleep(0.15)
    print('Slow no more')


async def main():
    await asyncio.gather(quick(), slow())


asyncio.run(main(), debug=True)
