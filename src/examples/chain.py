# SPDX-License-Identifier: GPL-3.0-or-later
"""A coroutine awaits a coroutine, which awaits a third: one task."""

import asyncio


async def fetch(title):
    print(f'Fetching {title}.')
    await asyncio.sleep(1)
    print(f'Fetched {title}.')
    return f'the text of {title}'


async def read(title):
    print(f'Opening {title}.')
    text = await fetch(title)
    print(f'Reading {text}.')
    return len(text)


async def main():
    letters = await read('Emma')
    print(f'It has {letters} letters.')


asyncio.run(main())
