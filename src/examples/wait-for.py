# SPDX-License-Identifier: GPL-3.0-or-later
"""A download that takes five seconds is given two."""

import asyncio


async def download(seconds):
    print(f'Downloading takes {seconds} seconds.')
    try:
        await asyncio.sleep(seconds)
        print('Downloaded.')
    except asyncio.CancelledError:
        print('The download is cancelled.')
        raise


async def main():
    task = asyncio.create_task(download(5), name='download')
    try:
        await asyncio.wait_for(task, timeout=2)
    except asyncio.TimeoutError:
        print('It took too long.')
    if task.cancelled():
        print('Nothing is left of it.')


asyncio.run(main())
