# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a suspended task waits for, by asyncio's own coroutines that it is in."""

import sys
import traceback

import asyncio
from asyncio import base_events, futures, tasks

from . import order, vocabulary as v

WAITS = {
    tasks.sleep: v.WAIT_SLEEP,
    tasks._wait: v.WAIT_WAIT,
    tasks.wait_for: v.WAIT_WAIT_FOR,
    asyncio.Queue.put: v.WAIT_QUEUE_PUT,
    asyncio.Queue.get: v.WAIT_QUEUE_GET,
    asyncio.Queue.join: v.WAIT_QUEUE_JOIN,
    asyncio.Lock.acquire: v.WAIT_LOCK,
    asyncio.Event.wait: v.WAIT_EVENT,
    asyncio.Condition.wait: v.WAIT_CONDITION,
    asyncio.Semaphore.acquire: v.WAIT_SEMAPHORE,
    asyncio.Barrier.wait: v.WAIT_BARRIER,
    asyncio.TaskGroup.__aexit__: v.WAIT_GROUP,
    base_events.BaseEventLoop.shutdown_default_executor: v.WAIT_THREAD,
}

# What futures are for that nothing else has told of, by the wait in which they are met.
FUTURE_OF_WAIT = {
    v.WAIT_SLEEP: v.FUTURE_SLEEP, v.WAIT_WAIT: v.FUTURE_WAITER, v.WAIT_WAIT_FOR: v.FUTURE_WAITER,
    v.WAIT_GROUP: v.FUTURE_WAITER, v.WAIT_THREAD: v.FUTURE_INTERNAL,
}
WAIT_OF_FUTURE = {
    v.FUTURE_SLEEP: v.WAIT_SLEEP, v.FUTURE_GATHER: v.WAIT_GATHER, v.FUTURE_SHIELD: v.WAIT_SHIELD,
    v.FUTURE_JOB: v.WAIT_THREAD, v.FUTURE_IO: v.WAIT_IO,
}
OF_FRAMES = v.WAIT_WAIT, v.WAIT_WAIT_FOR, v.WAIT_CONDITION       # what these mean their frames' variables tell
OF_IO = ('/streams.py', '/selector_events.py', '/sslproto.py', '/base_subprocess.py', '/base_events.py')
# Waits whose object the future knows, as it was told when the task was parked.
PARKED = (v.FUTURE_PUTTER, v.FUTURE_GETTER, v.FUTURE_JOINER, v.FUTURE_SYNC)


class Waiting:
    def __init__(self, probe):
        self.probe = probe
        self.frames = probe.frames
        self.lock = probe.frames.code(asyncio.Lock.acquire.__code__)
        self.quiet = set()               # ids of the library's code that makes futures of which nothing is told there

    def install(self):
        code = self.frames.code
        for function, wait in WAITS.items():
            code(function.__code__).wait = wait
            if wait in OF_FRAMES:
                del self.frames.simple[id(function.__code__)]
        for inner in order.waiting_in_as_completed():
            code(inner).wait = v.WAIT_WAIT
            del self.frames.simple[id(inner)]
        code(tasks.shield.__code__).future = v.FUTURE_SHIELD

        made, quiet, Future, caller = self.probe.guard(self.made), self.quiet, futures.Future, sys._getframe
        stock = base_events.BaseEventLoop.create_future.__code__
        place = traceback.FrameSummary(stock.co_filename, list(stock.co_lines())[-1][2], stock.co_name, lookup_line=False)

        def create_future(loop):
            future = Future(loop=loop)
            if loop._debug and future._source_traceback:
                future._source_traceback[-1] = place         # as if we did not stand there
            if id(caller(1).f_code) not in quiet:
                made(future, caller(1))
            return future

        base_events.BaseEventLoop.create_future = create_future

    def made(self, future, frame):
        """Tells of a future if it is the program's own, or a shield's."""
        tasks_, stream = self.probe.tasks, None
        known = self.frames.code(frame.f_code)
        if not known.is_internal:
            stream = self.probe.recorder.here()
            tasks_.meet(stream, future, v.FUTURE_PLAIN, 0, self.frames.site(known, frame),
                        self.frames.assigned(frame))
        elif known.future is not None:
            stream = self.probe.recorder.here()
            child = frame.f_locals.get('inner') if known.future == v.FUTURE_SHIELD else None
            inner = tasks_.number_of_future(stream, child) if child is not None else 0
            mine = tasks_.meet(stream, future, known.future, inner, self.frames.here(2))
            if known.future == v.FUTURE_JOB:
                self.probe.outside.submitted(stream, mine, frame)
                return
            stream.emit(v.FUTURE_CHILD, mine.id, inner)
        else:
            self.quiet.add(id(frame.f_code))

    def of(self, chain):
        """The wait that the outermost of asyncio's own coroutines in a chain stands for, that one's frame, and the site
        of the program's line."""
        site = 0
        for code, frame in chain:
            wait = code.wait
            if not code.is_internal:
                site = self.frames.site(code, frame)
            elif wait and self.is_meant(wait, frame, chain):
                return wait, frame, site
        return v.WAIT_NONE, None, site

    def is_meant(self, wait, frame, chain):
        if wait == v.WAIT_WAIT_FOR:              # without a timeout it is a plain await
            return frame.f_locals.get('timeout') is not None
        if wait == v.WAIT_CONDITION:             # it has been notified, and wants the lock again
            return all(code is not self.lock for code, inner in chain)
        return True

    @staticmethod
    def purpose(code):
        """What a future is for that nothing has told of: the library's own code at the chain's end waits for a
        descriptor, most often."""
        if code is None or not code.is_internal:
            return v.FUTURE_PLAIN
        if code.purpose is None:
            code.purpose = v.FUTURE_IO if code.file.endswith(OF_IO) else v.FUTURE_INTERNAL
        return code.purpose

    def object_of(self, stream, wait, frame, mine):
        """What is waited for, of a wait by way of asyncio's own coroutines; tells a new waiter's children."""
        if mine.kind in PARKED or frame is None:
            return mine.object
        if wait == v.WAIT_WAIT_FOR:
            return self.tell_children(stream, mine, [frame.f_locals.get('fut')])
        if wait == v.WAIT_WAIT:
            children = frame.f_locals.get('fs')
            if children is None:
                return self.left_in_as_completed(frame.f_locals)
            self.tell_children(stream, mine, children)
            return len(children)
        return mine.object

    @staticmethod
    def left_in_as_completed(names):
        """How many are not done yet: from CPython 3.13 on an iterator knows, before that a queue can tell."""
        queue, iterator = names.get('done'), names.get('self')
        if isinstance(queue, asyncio.Queue):
            return max(getattr(queue, '_ls_expected', 0) - queue._unfinished_tasks, 0)
        return len(getattr(iterator, '_todo', ()))

    def tell_children(self, stream, mine, children):
        number = 0
        for index, child in enumerate(children):
            if not futures.isfuture(child):
                continue
            number = self.probe.tasks.number_of_future(stream, child)
            if not mine.has_children:
                stream.emit(v.FUTURE_CHILD, mine.id, number, index)
        mine.has_children = True
        return number
