# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that does what it is told after a while: "blocks", "hangs", "dies", "raises", "serves" or "ends"."""
import asyncio
import os
import signal
import sys
import time


async def main(what):
    print('serving', flush=True)
    for _ in range(20):
        await asyncio.sleep(0.005)
    if what == 'blocks':
        time.sleep(0.3)
    elif what == 'hangs':
        while True:
            pass
    elif what == 'dies':
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == 'raises':
        raise ValueError('no')
    elif what == 'serves':
        await asyncio.sleep(2)
    await asyncio.sleep(0.01)


asyncio.run(main(sys.argv[1]))
