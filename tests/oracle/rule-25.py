# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 25: how run() ends: tasks made in main's last step get their first step; then all are cancelled together."""

import asyncio


async def late():
    try:
        print('late begins')
        await asyncio.sleep(10)
    finally:
        print('late ends')


async def slow_to_end():
    try:
        await asyncio.sleep(10)
    finally:
        print('slow cleans up')
        await asyncio.sleep(1)
        print('slow ends')


async def fails_at_the_end():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError('at the end')


def handler(loop, context):
    print(f"{context['message']}: {context['exception']}")


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    tasks.append(asyncio.create_task(slow_to_end(), name='slow'))
    tasks.append(asyncio.create_task(fails_at_the_end(), name='fails'))
    await asyncio.sleep(1)
    tasks.append(asyncio.create_task(late(), name='late'))
    print('main returns')
    return 'result'


tasks = []
print(asyncio.run(main()))
for task in tasks:
    print(task.get_name(), task.cancelled())
