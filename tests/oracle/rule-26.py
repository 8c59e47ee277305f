# SPDX-License-Identifier: GPL-3.0-or-later
"""Rule 26: stop() ends after the current iteration; what is ready then stays for the next run; SystemExit leaves it."""

import asyncio


def hello():
    print('hello')


def stop_and_go_on(loop):
    loop.call_soon(hello)
    loop.stop()
    print('stopping')


def after():
    print('still in this iteration')


async def leaves():
    raise SystemExit('enough')


async def forever():
    await asyncio.get_running_loop().create_future()


loop = asyncio.new_event_loop()

loop.call_soon(stop_and_go_on, loop)
loop.call_soon(after)
loop.run_forever()
print('stopped')

loop.stop()
loop.run_forever()
print('stopped before: one iteration')

task = loop.create_task(forever(), name='forever')
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(task)
except RuntimeError as error:
    print(error)
print('done', task.done())

task.cancel()
try:
    loop.run_until_complete(task)
except asyncio.CancelledError:
    print('cancelled')

task = loop.create_task(leaves(), name='leaves')
loop.call_soon(hello)
try:
    loop.run_until_complete(task)
except SystemExit as exit:
    print('left the loop:', exit)
print('done', task.done(), '-', task.exception())
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
