# SPDX-License-Identifier: GPL-3.0-or-later
"""Work behind a shield outlives the timeout, but not the program."""

import asyncio


async def work(seconds):
    name = asyncio.current_task().get_name()
    try:
        await asyncio.sleep(seconds)
        print(f'The {name} is done.')
    except asyncio.CancelledError:
        print(f'The {name} is cancelled.')
        raise


async def main():
    download = asyncio.create_task(work(3), name='download')
    upload = asyncio.create_task(work(9), name='upload')
    for task in download, upload:
        try:
            await asyncio.wait_for(asyncio.shield(task), timeout=2)
        except asyncio.TimeoutError:
            print(f'The {task.get_name()} takes longer than expected.')
    print('main goes home.')


asyncio.run(main())
