# SPDX-License-Identifier: GPL-3.0-or-later
"""One task waits for a value that another will give."""

import asyncio


async def deliver(parcel):
    await asyncio.sleep(1)
    print('The courier is at the door.')
    parcel.set_result('a book')


def order():
    parcel = asyncio.get_running_loop().create_future()
    asyncio.create_task(deliver(parcel), name='courier')
    return parcel


async def main():
    parcel = order()
    print('Ordered. Is it there?', 'yes' if parcel.done() else 'no')
    content = await parcel
    print(f'It is there: {content}.')


asyncio.run(main())
