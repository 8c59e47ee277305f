# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes on for as many rounds as it is told, with something of everything there at each moment."""
import asyncio
import os
import socket
import sys


async def produce(queue, rounds):
    for number in range(rounds):
        await queue.put(number)
        if number % 50 == 0:
            await asyncio.sleep(0.001)
    await queue.put(None)


async def consume(queue, lock):
    while True:
        async with lock:
            item = await queue.get()
            await asyncio.sleep(0)
        queue.task_done()
        if item is None:
            return


async def numbers():
    number = 0
    while True:
        await asyncio.sleep(0.01)
        yield number
        number += 1


async def count(generator):
    async for number in generator:
        pass


async def limited():
    async with asyncio.timeout(1000):
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(900), name='in the group')


async def main(rounds):
    queue, full, lock, event = asyncio.Queue(5), asyncio.Queue(3), asyncio.Lock(), asyncio.Event()
    for item in 'abc':
        full.put_nowait(item)
    here, there = socket.socketpair()
    for one in here, there:
        one.setblocking(False)
    loop = asyncio.get_running_loop()
    waiting = [asyncio.create_task(coro, name=name) for name, coro in (
        ('limited', limited()), ('putter', full.put('d')), ('joiner', full.join()),
        ('counter', count(numbers())), ('waiter', event.wait()),
        ('sleeper', asyncio.sleep(800)))]
    if sys.argv[2:] != ['die']:          # a descriptor that is awaited makes virtual time real
        waiting.append(asyncio.create_task(loop.sock_recv(here, 1), name='reader'))
    held = asyncio.Lock()
    await held.acquire()
    waiting.append(asyncio.create_task(held.acquire(), name='second'))
    if sys.argv[2:3] == ['begin']:       # recording, in the middle
        await asyncio.sleep(0.02)
        import loopscope_probe
        loopscope_probe.start({'LOOPSCOPE_TRACE': sys.argv[3]})
    await asyncio.gather(produce(queue, rounds), consume(queue, lock))
    if sys.argv[2:] == ['die']:
        await asyncio.sleep(0)
        os._exit(0)
    held.release()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    print('end')


asyncio.run(main(int(sys.argv[1])))
