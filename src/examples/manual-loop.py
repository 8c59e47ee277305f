# SPDX-License-Identifier: GPL-3.0-or-later
"""A loop of one's own: made, run twice, and closed."""

import asyncio


async def count(name, seconds):
    for second in range(1, seconds + 1):
        await asyncio.sleep(1)
        print(f'{name} {second}')
    return f'{name} is done'


loop = asyncio.new_event_loop()
host = count('host', 2)
guest = loop.create_task(count('guest', 3), name='guest')
print(loop.run_until_complete(host))
print('The loop stands still.')
print(loop.run_until_complete(guest))
loop.close()
