# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tasks read, wait, and write: an update is lost."""

import asyncio

balance = 100


async def deposit(amount):
    global balance
    seen = balance
    print(f'The balance is {seen}; {amount} to come.')
    await asyncio.sleep(1)
    balance = seen + amount
    print(f'Now the balance is {balance}.')


async def main():
    await asyncio.gather(deposit(10), deposit(20))
    print(f'100 and 10 and 20 make {balance}.')


asyncio.run(main())
