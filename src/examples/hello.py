# SPDX-License-Identifier: GPL-3.0-or-later
"""One coroutine on the event loop, from its first line to its result."""

import asyncio


async def main():
    print('Good morning.')
    await asyncio.sleep(2)
    print('Good night.')
    return 'a fine day'


day = asyncio.run(main())
print(f'main returned {day}.')
