# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 3: timers for one deadline do not fire in the order of arming, but as a heap without a sequence number gives them."""

import asyncio


def ring(number):
    print(number)


async def main():
    loop = asyncio.get_running_loop()
    for number in range(12):
        loop.call_at(1, ring, number)
    await asyncio.sleep(2)


asyncio.run(main())
