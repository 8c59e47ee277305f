# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules 28 and 30: what must not be awaited raises RuntimeError in the next iteration; StopIteration fits no future."""

import asyncio

itself = []


async def awaits_itself():
    try:
        await itself[0]
    except RuntimeError as error:
        print('itself:', str(error).split(':')[0])
    await asyncio.sleep(0)
    return 'went on'


async def awaits_a_stranger(stranger):
    try:
        await stranger
    except RuntimeError as error:
        print('stranger:', 'attached to a different loop' in str(error))


def stop_iteration():
    future = asyncio.get_running_loop().create_future()
    try:
        future.set_exception(StopIteration())
    except TypeError as error:
        print(error)
    print('done', future.done())


async def main():
    itself.append(asyncio.create_task(awaits_itself(), name='narcissus'))
    print(await itself[0])
    other = asyncio.new_event_loop()
    await awaits_a_stranger(other.create_future())
    other.close()
    stop_iteration()


asyncio.run(main())
