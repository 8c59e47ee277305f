# SPDX-License-Identifier: GPL-3.0-or-later
"""Executes a description of generators and tasks: "BODY|BODY|...;TASK|TASK|...", each a row of letters with a digit.

Body: s sleep, y yield, r raise, n yield all items of a body before it, b only the first, c take exceptions from now on or
no longer, f wait at the end.  Task: a anext, v asend, x athrow, q aclose, w anext with a limit,
o go through all items, l only the first, m all items of a new one, d put a new one in its place, k cancel a task, s sleep.
"""

import asyncio
import sys

bodies, scripts = (part.split('|') for part in sys.argv[1].split(';'))
generators = []
tasks = []


def pairs(text):
    return zip(text[::2], map(int, text[1::2]))


async def body(k):
    takes = waits = False
    try:
        for letter, n in pairs(bodies[k]):
            try:
                if letter == 's':
                    await asyncio.sleep(n / 4)
                elif letter == 'y':
                    got = yield f'item {k}.{n}'
                    if got:
                        print('body', k, 'receives', got)
                elif letter == 'r':
                    raise ValueError(f'of {k}')
                elif letter == 'n':
                    async for item in body(n):
                        yield item
                elif letter == 'b':
                    async for item in body(n):
                        yield item
                        break
                elif letter == 'c':
                    takes = not takes
                elif letter == 'f':
                    waits = not waits
            except GeneratorExit:
                print('body', k, 'is to end')
                raise
            except BaseException as error:
                print('body', k, type(error).__name__, error)
                if not takes:
                    raise
    finally:
        if waits:
            await asyncio.sleep(0.25)
        print('body', k, 'ends')


async def act(letter, n):
    if letter == 'a':
        print('anext', await anext(generators[n]))
    elif letter == 'v':
        print('asend', await generators[n].asend('a value'))
    elif letter == 'x':
        print('athrow', await generators[n].athrow(ValueError('thrown')))
    elif letter == 'q':
        print('aclose', await generators[n].aclose())
    elif letter == 'w':
        print('wait_for', await asyncio.wait_for(anext(generators[n]), 0.3))
    elif letter == 'o':
        async for item in generators[n]:
            print('item', item)
    elif letter == 'l':
        async for item in generators[n]:
            print('first', item)
            break
    elif letter == 'm':
        async for item in body(n):
            print('new', item)
    elif letter == 'd':
        generators[n] = body(n)
    elif letter == 'k':
        tasks[n].cancel()
    elif letter == 's':
        await asyncio.sleep(n / 4)


async def follow(script):
    for letter, n in pairs(script):
        try:
            await act(letter, n)
        except BaseException as error:
            print(letter, type(error).__name__, error)
            while error:                 # a ring of exceptions and frames would hold generators
                earlier = error.__context__
                error.__traceback__ = error.__context__ = error.__cause__ = None
                error = earlier


async def main():
    generators.extend(body(k) for k in range(len(bodies)))
    tasks.extend(asyncio.create_task(follow(script), name=f'reader {i}') for i, script in enumerate(scripts))
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
generators.clear()
tasks.clear()
