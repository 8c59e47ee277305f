# SPDX-License-Identifier: GPL-3.0-or-later
"""A task that takes too long is cancelled."""

import asyncio


async def download(seconds):
    print(f'Downloading takes {seconds} seconds.')
    await asyncio.sleep(seconds)
    print('Downloaded.')


async def main():
    task = asyncio.create_task(download(10), name='download')
    waited = 0
    while not task.done():
        print(f'After {waited} s it is not done.')
        await asyncio.sleep(1)
        waited += 1
        if waited == 5:
            task.cancel()

    print(f'After {waited} s it is done.')
    try:
        await task
    except asyncio.CancelledError:
        print('It was cancelled.')


asyncio.run(main())
