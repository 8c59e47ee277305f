# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls asyncio with words that it does not take, and prints what it says of that."""
import asyncio
import inspect
import logging
import time
import warnings


class Own(asyncio.Queue):
    pass


CALLS = '''
asyncio.Queue(1, 2, 3)
asyncio.Queue(size=3)
asyncio.Queue.__init__()
asyncio.Queue()._wakeup_next()
asyncio.Queue().put_nowait()
asyncio.LifoQueue(1, 2)
Own(1, 2)
asyncio.Lock(1)
asyncio.Semaphore(1, 2)
asyncio.Barrier()
asyncio.Task()
asyncio.Task(1)
asyncio.current_task().cancel(1, 2)
asyncio.current_task().cancel(why=2)
asyncio.current_task().cancel(2, msg=1)
asyncio.current_task().set_name()
asyncio.current_task().set_name(1, 2)
asyncio.create_task()
asyncio.create_task(None, nme=1)
asyncio.as_completed()
asyncio.tasks._GatheringFuture([])
asyncio.tasks._GatheringFuture([], 1)
asyncio.BaseEventLoop(1)
asyncio.events.Handle()
asyncio.events.TimerHandle(1)
loop.call_soon()
loop.call_later(1)
loop.call_at(1)
loop._call_soon(print)
loop.call_soon(str).cancel(1)
loop.time(1)
loop.call_exception_handler()
loop.call_exception_handler(1, 2)
loop.call_exception_handler(text={})
loop._asyncgen_firstiter_hook()
loop._process_events()
loop.add_reader(1)
warnings._showwarnmsg()
logging.getLogger('asyncio').handle()
time.sleep('x')
'''.split('\n')[1:-1]
FUNCTIONS = [asyncio.Queue, asyncio.Queue._wakeup_next, asyncio.Task.cancel, asyncio.Task.set_name, asyncio.BaseEventLoop,
             asyncio.BaseEventLoop.time, asyncio.BaseEventLoop.call_exception_handler, asyncio.tasks._GatheringFuture]


async def main():
    loop = asyncio.get_running_loop()
    for call in CALLS:
        try:
            print(call, '->', eval(call, globals(), {'loop': loop}))
        except TypeError as error:
            print(call, '->', error)
    for function in FUNCTIONS:
        print(function.__qualname__, inspect.signature(function))
    print(asyncio.current_task().cancelling(), asyncio.current_task().cancel(msg='enough'))
    await asyncio.sleep(1)

asyncio.run(main())
