# SPDX-License-Identifier: LGPL-2.1-or-later
"""What asyncio's own coroutines wait for."""

import asyncio
from asyncio import tasks

from . import vocabulary as v


def wait_for(frame, chain):
    """Without a timeout it is a plain await."""
    return v.WAIT_WAIT_FOR if frame.f_locals.get('timeout') is not None else v.WAIT_NONE


WAITS = {
    tasks.sleep: v.WAIT_SLEEP,
    tasks._wait: v.WAIT_WAIT,
    tasks.wait_for: wait_for,
    asyncio.Queue.put: v.WAIT_QUEUE_PUT,
    asyncio.Queue.get: v.WAIT_QUEUE_GET,
    asyncio.Queue.join: v.WAIT_QUEUE_JOIN,
    asyncio.Lock.acquire: v.WAIT_LOCK,
    asyncio.Event.wait: v.WAIT_EVENT,
    asyncio.Condition.wait: v.WAIT_CONDITION,
    asyncio.Semaphore.acquire: v.WAIT_SEMAPHORE,
    asyncio.Barrier.wait: v.WAIT_BARRIER,
    asyncio.TaskGroup.__aexit__: v.WAIT_GROUP,
}


def install(probe):
    for function, wait in WAITS.items():
        probe.frames.code(function.__code__).wait = wait


class Parking:
    def __init__(self, probe):
        self.probe = probe

    def woken(self, stream, future, how):
        pass
