# SPDX-License-Identifier: GPL-3.0-or-later
"""ensure_future() makes a task while no loop runs; the task starts when one does."""

import asyncio


async def greet(name):
    print(f'Hello, {name}!')
    await asyncio.sleep(1)
    print(f'Goodbye, {name}!')
    return len(name)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

ada = asyncio.ensure_future(greet('Ada'))
grace = asyncio.ensure_future(greet('Grace'))
print('Two tasks are made, and nobody has been greeted.')
print('Is a task made of a task?', 'no' if asyncio.ensure_future(ada) is ada else 'yes')

letters = loop.run_until_complete(ada)
print(f'Ada has {letters} letters.')
print('Is Grace greeted?', 'yes' if grace.done() else 'no')

asyncio.set_event_loop(None)
loop.close()
