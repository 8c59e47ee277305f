# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of which recording begins in the middle, if the name of a trace is given."""
import asyncio, sys
async def sleeper(n):
    await asyncio.sleep(n)
    print('slept', n)
    return n
async def getter(q):
    print('got', await q.get())
async def waiter(e):
    await e.wait()
    print('event')
async def locker(l):
    async with l:
        print('locked')
        await asyncio.sleep(0.05)
async def group():
    print(await asyncio.gather(sleeper(0.2), sleeper(0.1)))
async def spinner():
    for i in range(3):
        await asyncio.sleep(0)
async def limited():
    try:
        async with asyncio.timeout(0.15):
            await asyncio.sleep(1)
    except TimeoutError:
        print('timeout')
async def waits():
    try:
        await asyncio.wait_for(asyncio.create_task(asyncio.sleep(1)), 0.12)
    except TimeoutError:
        print('wait_for')
async def main():
    q, e, l = asyncio.Queue(), asyncio.Event(), asyncio.Lock()
    await l.acquire()
    ts = [asyncio.create_task(c) for c in (sleeper(0.3), getter(q), waiter(e), locker(l), group(), limited(), waits())]
    h = asyncio.get_running_loop().call_later(0.05, print, 'never')
    asyncio.get_running_loop().call_later(0.06, print, 'later')
    await asyncio.sleep(0.02)
    ts.append(asyncio.create_task(spinner()))
    if sys.argv[1:]:
        import loopscope_probe
        loopscope_probe.start({"LOOPSCOPE_TRACE": sys.argv[1]})
    h.cancel()
    await asyncio.sleep(0.01)
    l.release(); e.set(); q.put_nowait('item')
    await asyncio.gather(*ts)
    print('all')
asyncio.run(main())
