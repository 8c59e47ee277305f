# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 9: a task cancelled before its first step never runs its body."""

import asyncio


async def never():
    try:
        print('body')
    finally:
        print('finally')


async def main():
    task = asyncio.create_task(never(), name='never')
    print('cancel', task.cancel('not wanted'))
    print('cancelled', task.cancelled())
    try:
        await task
    except asyncio.CancelledError as error:
        print('main:', error)
    print('cancelled', task.cancelled())
    print('cancel', task.cancel())


asyncio.run(main())
