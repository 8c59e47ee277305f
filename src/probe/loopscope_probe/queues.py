# SPDX-License-Identifier: LGPL-2.1-or-later
"""Queues: their items, and who is parked at them.

Items are heard of where a queue wakes the next waiter, which it does after each put and get whether or not one waits.
"""

import sys

import asyncio

from . import vocabulary as v
from .links import stand_in
from .syncs import Waiters, Watched

SIDES = {v.SIDE_PUT: v.FUTURE_PUTTER, v.SIDE_GET: v.FUTURE_GETTER, v.SIDE_JOIN: v.FUTURE_JOINER}
# What is told when who is parked in a future of a kind goes on.
WOKEN = {v.FUTURE_SYNC: v.SYNC_WOKEN, **{kind: v.QUEUE_WOKEN | side << 8 for side, kind in SIDES.items()}}


class Queue:
    """What is known of a queue: the ordinals of its items by their identity."""

    __slots__ = ('id', 'name', 'n_items', 'items')

    def __init__(self, number):
        self.id = number
        self.name = 0                    # string
        self.n_items = 0
        self.items = {}

    def enter(self, item):
        self.n_items += 1
        self.items.setdefault(id(item), []).append(self.n_items)
        return self.n_items

    def ordinals_of(self, items):
        """In the order of the items, of which several may be the same."""
        seen = {}
        for item in items:
            known = self.items.get(id(item), ())
            seen[id(item)] = place = seen.get(id(item), -1) + 1
            yield known[place] if place < len(known) else self.enter(item)

    def leave(self, item):
        ordinals = self.items.get(id(item))
        if not ordinals:
            return 0
        ordinal = ordinals.pop(0)
        if not ordinals:
            del self.items[id(item)]
        return ordinal


class Queues:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.tasks = probe.tasks
        self.syncs = probe.syncs
        self.values = probe.recorder.values

    def install(self):
        stock_init, stock_wake = asyncio.Queue.__init__, asyncio.Queue._wakeup_next
        self.put, self.get = asyncio.Queue.put_nowait.__code__, asyncio.Queue.get_nowait.__code__

        created, passed = self.probe.guard(self.created), self.probe.guard(self.passed)

        def __init__(self, maxsize=0):
            stock_init(self, maxsize)
            created(self)

        def _wakeup_next(self, waiters):
            mine = self.__dict__.get('_loopscope')
            if mine is not None:
                passed(self, mine, sys._getframe(1))
            stock_wake(self, waiters)

        if hasattr(asyncio.Queue, 'shutdown'):
            self.hear_shutdown()
        asyncio.Queue.__init__ = stand_in(__init__, stock_init)
        asyncio.Queue._wakeup_next = stand_in(_wakeup_next, stock_wake)
        asyncio.Queue._unfinished_tasks = Watched('_unfinished_tasks', self.probe.guard(self.unfinished_changed))
        for kind in (asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue):
            self.values.known[kind] = self.encode

    def hear_shutdown(self):
        """It may throw away what is in the queue (CPython 3.13)."""
        stock, thrown = asyncio.Queue.shutdown, self.probe.guard(self.thrown_away)

        def shutdown(self, immediate=False):
            items = list(getattr(self, '_queue', ())) if immediate else ()
            stock(self, immediate)
            thrown(self, items)

        asyncio.Queue.shutdown = stand_in(shutdown, stock)

    def thrown_away(self, queue, items):
        mine = queue.__dict__.get('_loopscope')
        if mine is not None and queue.empty():
            for item in items:
                self.item_got(mine, item)

    @staticmethod
    def encode(queue):
        mine = queue.__dict__.get('_loopscope')
        return (v.TAG_QUEUE << 24, mine.id) if mine is not None else None

    def created(self, queue):
        maker = self.syncs.maker(queue)
        if maker is None:
            self.expect(queue, sys._getframe(3))         # past __init__() and the guard
            return
        mine = self.watch(queue)
        mine.name = self.frames.assigned(maker[1])
        self.tell_created(queue, mine, self.frames.site(*maker))

    def tell_created(self, queue, mine, site=0):
        kind = (v.QUEUE_PRIORITY if isinstance(queue, asyncio.PriorityQueue) else
                v.QUEUE_LIFO if isinstance(queue, asyncio.LifoQueue) else v.QUEUE_FIFO)
        maxsize = queue.maxsize if isinstance(queue.maxsize, int) else 0
        self.recorder.here().emit(v.QUEUE_CREATED | kind << 8 | v.TAG_INT << 24, mine.id, mine.name, 0,
                                  max(maxsize, 0), site)

    def watch(self, queue):
        """Hears from now on of who is parked at a queue."""
        queue._loopscope = mine = Queue(self.recorder.new_id('sync'))
        queue._getters = self.waiters(mine, v.SIDE_GET, queue._getters)
        queue._putters = self.waiters(mine, v.SIDE_PUT, queue._putters)
        queue._finished._waiters = self.waiters(mine, v.SIDE_JOIN, queue._finished._waiters)
        return mine

    @staticmethod
    def expect(queue, frame):
        """as_completed() has a queue of its own, in which it puts what is done: so many."""
        if frame.f_code is asyncio.as_completed.__code__:
            awaited = frame.f_locals.get('fs')
            if isinstance(awaited, (list, tuple, set, frozenset, dict)):
                queue._ls_expected = len(set(awaited))

    def waiters(self, mine, side, before):
        waiters = Waiters(before)
        waiters.parked = self.probe.guard(lambda future: self.parked(mine, side, future))
        waiters.left = self.probe.guard(lambda future: self.left(mine, side, future))
        return waiters

    def passed(self, queue, mine, frame):
        """An item has come or gone, by the frame of what did that; other callers only wake the next."""
        if frame.f_code is self.put:
            self.item_put(queue, mine, frame.f_locals['item'])
        elif frame.f_code is self.get:
            self.item_got(mine, frame.f_locals['item'])

    def parked(self, mine, side, future):
        stream = self.recorder.here()
        tag, word = (self.values.encode(sys._getframe(4).f_locals.get('item')) if side == v.SIDE_PUT else (0, 0))
        self.tasks.park(stream, future, SIDES[side], mine.id, v.QUEUE_PARKED | side << 8 | tag, word)

    def left(self, mine, side, future):
        """Cancelled: who was woken is out of the deque already, but for those who wait for the end."""
        known = getattr(future, '_loopscope', None)
        if known is not None and (side != v.SIDE_JOIN or future.cancelled()):
            stream = self.recorder.here()
            stream.emit(v.QUEUE_LEFT | side << 8, mine.id, known.task, known.id)

    def item_put(self, queue, mine, item):
        tag, word = self.values.encode(item)
        self.recorder.here().emit(v.QUEUE_PUT | tag, mine.id, mine.enter(item), queue._unfinished_tasks, word,
                                  self.frames.here(2))

    def item_got(self, mine, item):
        tag, word = self.values.encode(item)
        self.recorder.here().emit(v.QUEUE_GET | tag, mine.id, mine.leave(item), 0, word, self.frames.here(2))

    def unfinished_changed(self, queue, before, count):
        mine = queue.__dict__.get('_loopscope')
        if mine is not None and count < before:
            self.recorder.here().emit(v.QUEUE_TASK_DONE, mine.id, 0, count, 0, self.frames.here(3))


def woken(stream, future, how):
    """Tells that who is parked in a future goes on; the future is resolved next."""
    what = WOKEN.get(future.kind)
    if what is not None and how != v.OUTCOME_CANCELLED:
        stream.emit(what, future.object, future.task, future.id)
