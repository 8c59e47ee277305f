# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten calls of one second take one second."""

import asyncio
import time


async def call(number):
    await asyncio.sleep(1)
    return number


async def main():
    begun = time.perf_counter()
    answers = await asyncio.gather(*[call(number) for number in range(10)])
    print(f'{len(answers)} calls took {time.perf_counter() - begun:.0f} s.')


asyncio.run(main())
