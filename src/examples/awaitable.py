# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever has an __await__() can be awaited."""

import asyncio


class Kettle:
    def __init__(self, name, seconds):
        self.name = name
        self.seconds = seconds

    def __await__(self):
        print(f'The {self.name} is on.')
        yield from asyncio.sleep(self.seconds).__await__()
        print(f'The {self.name} whistles.')
        return f'hot water from the {self.name}'


async def main():
    kettle = Kettle('kettle', 2)
    water = await kettle
    print(f'main has {water}.')
    waters = await asyncio.gather(kettle, Kettle('pot', 1))
    print(f'main has {len(waters)} times hot water.')


asyncio.run(main())
