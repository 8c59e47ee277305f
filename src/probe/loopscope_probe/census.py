# SPDX-License-Identifier: LGPL-2.1-or-later
"""What there is of asyncio's objects, as the collector of garbage knows it."""

import gc
import types

import asyncio
from asyncio import base_events, futures

from . import vocabulary as v

SYNCS = ((asyncio.Lock, v.SYNC_LOCK), (asyncio.Event, v.SYNC_EVENT), (asyncio.Semaphore, v.SYNC_SEMAPHORE),
         (asyncio.Condition, v.SYNC_CONDITION), (asyncio.Barrier, v.SYNC_BARRIER))
LOOP, QUEUE, SYNC, FUTURE, GENERATOR, NOTHING = range(6)


def category(kind):
    if issubclass(kind, base_events.BaseEventLoop):
        return LOOP
    if issubclass(kind, asyncio.Queue):
        return QUEUE
    if issubclass(kind, tuple(sync for sync, number in SYNCS)):
        return SYNC
    if issubclass(kind, futures.Future) and not issubclass(kind, asyncio.Task):
        return FUTURE
    return GENERATOR if kind is types.AsyncGeneratorType else NOTHING


def kind_of_sync(sync):
    return next(number for kind, number in SYNCS if isinstance(sync, kind))


class Census:
    def __init__(self):
        categories = {}
        found = [[] for _ in range(NOTHING)]
        for thing in gc.get_objects():
            kind = type(thing)
            place = categories.get(kind)
            if place is None:
                place = categories[kind] = category(kind)
            if place != NOTHING:
                found[place].append(thing)
        self.loops, self.queues, self.syncs, self.futures, self.generators = found

    def parts(self):
        """Ids of the locks and events that others are made of, which are not the program's."""
        parts = {id(getattr(queue, '_finished', None)) for queue in self.queues}
        for sync in self.syncs:
            if isinstance(sync, asyncio.Barrier) and hasattr(sync, '_cond'):
                parts.update((id(sync._cond), id(sync._cond._lock)))
        return parts
