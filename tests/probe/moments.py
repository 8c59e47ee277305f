# SPDX-License-Identifier: GPL-3.0-or-later
"""A program into which a file is put at one of the moments at which CPython 3.14 may execute one for sys.remote_exec().

    moments.py 0               executes the program, and tells on stderr how many moments it has
    moments.py MOMENT FILE     executes FILE at that one, or later if it says in a file beside it that this was a bad one

Like a signal's handler such a file is executed where a function begins, and where one written in C has returned.
"""
import asyncio
import contextlib
import os
import sys


class Moments:
    def __init__(self, chosen, file):
        self.n, self.chosen, self.file = 0, chosen, file

    def pass_by(self, frame, event, argument):
        if event in ('call', 'c_return'):
            self.n += 1
            if self.n == self.chosen:
                sys.setprofile(None)
                with open(self.file) as file:
                    exec(compile(file.read(), '<string>', 'exec'), {})
                if self.is_again():
                    self.chosen += 1
                    sys.setprofile(self.pass_by)

    def is_again(self):
        try:
            with open(f'{os.path.dirname(self.file)}/{os.getpid()}.said') as file:
                said = file.read()
            os.unlink(file.name)
        except FileNotFoundError:
            return False
        if said != 'again':
            print(said, file=sys.stderr)
        return said == 'again'


async def sleep_and_tell(seconds):
    await asyncio.sleep(seconds)
    print('slept', seconds)


async def get(queue):
    while (item := await queue.get()) is not None:
        print('got', item)
        queue.task_done()
    queue.task_done()


async def put(queue):
    for item in 1, 2, 3, None:
        await queue.put(item)
    await queue.join()


async def use(lock, name):
    async with lock:
        await asyncio.sleep(0)
    print('used', name)


async def wait(event):
    await event.wait()


async def count():
    for number in range(3):
        yield number
        await asyncio.sleep(0.001)


async def read():
    async for number in count():
        print('read', number)


async def be_limited():
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.004):
            await asyncio.sleep(10)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.create_task(asyncio.sleep(10)), 0.003)


async def spin():
    for _ in range(4):
        await asyncio.sleep(0)


async def fail():
    raise ValueError('as it should')


async def main():
    queue, lock, event, limit = asyncio.Queue(2), asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(1)
    loop = asyncio.get_running_loop()
    waiting = asyncio.create_task(wait(event), name='waiting')
    loop.call_later(0.002, event.set)
    loop.call_soon(print, 'called')
    loop.call_later(10, print, 'never').cancel()
    never = asyncio.create_task(asyncio.sleep(10), name='never')
    async with asyncio.TaskGroup() as group:
        for coro in (get(queue), put(queue), use(lock, 'a'), use(lock, 'b'), use(limit, 'c'), use(limit, 'd'), read(),
                     be_limited(), spin(), sleep_and_tell(0.005)):
            group.create_task(coro)
    print(await asyncio.gather(fail(), asyncio.shield(spin()), return_exceptions=True))
    done, _ = await asyncio.wait([asyncio.create_task(spin()), waiting])
    print(len(done), await loop.run_in_executor(None, str.upper, 'done'))
    never.cancel()


def run():
    asyncio.run(main())
    asyncio.run(spin())
    loop = asyncio.new_event_loop()
    loop.run_until_complete(sleep_and_tell(0.001))
    for _ in range(5):
        loop.run_until_complete(spin())
    loop.close()


moments = Moments(int(sys.argv[1]), sys.argv[-1])
sys.setprofile(moments.pass_by)
run()
sys.setprofile(None)
if not moments.chosen:
    print(moments.n, file=sys.stderr)
