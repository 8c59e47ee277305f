# SPDX-License-Identifier: GPL-3.0-or-later
"""One blocking call in a coroutine holds up everybody."""

import asyncio
import time


async def count():
    print('One')
    await asyncio.sleep(1)
    print('Two')
    time.sleep(1)
    print('Three')


async def main():
    await asyncio.gather(count(), count(), count())


asyncio.run(main())
