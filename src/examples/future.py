# SPDX-License-Identifier: GPL-3.0-or-later
"""A future: a result that is not there yet."""

import asyncio


async def main():
    answer = asyncio.get_running_loop().create_future()
    print('Is it done?', 'yes' if answer.done() else 'no')
    try:
        answer.result()
    except asyncio.InvalidStateError as error:
        print(f'Too early: {error}')

    answer.set_result(42)
    print('Is it done?', 'yes' if answer.done() else 'no')
    print(f'The answer is {answer.result()}.')
    print(f'And awaited it is {await answer}.')


asyncio.run(main())
