# SPDX-License-Identifier: GPL-3.0-or-later
"""To call a coroutine function is not to run it."""

import asyncio


async def greet(name):
    print(f'Hello, {name}!')


async def main():
    for_ada = greet('Ada')
    for_grace = greet('Grace')
    print('Nobody has been greeted yet.')
    await for_grace
    print('Grace has.')


asyncio.run(main())
