# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses what virtual time does not reach."""
import asyncio
import datetime
import logging
import subprocess
import threading
import time


def unused():
    return datetime.date.today()


async def main():
    logging.warning('the log reads the time for itself')
    time.localtime(0)
    for _ in range(2):
        datetime.datetime.now()
    time.localtime()
    threading.Event().wait(0.001)
    lock = threading.Lock()
    await asyncio.to_thread(lock.acquire)
    subprocess.run(['true'])
    await asyncio.sleep(1)
    print('end')


asyncio.run(main())
