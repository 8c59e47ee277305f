# SPDX-License-Identifier: GPL-3.0-or-later
"""Results in the order in which they come."""

import asyncio


async def fetch(page, seconds):
    print(f'Page {page} will take {seconds} s.')
    await asyncio.sleep(seconds)
    return page


async def main():
    a = asyncio.create_task(fetch('A', 3), name='A')
    b = asyncio.create_task(fetch('B', 1), name='B')
    c = asyncio.create_task(fetch('C', 2), name='C')

    for next_one in asyncio.as_completed([a, b, c]):
        page = await next_one
        print(f'Page {page} is here.')


asyncio.run(main())
