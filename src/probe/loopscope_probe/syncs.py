# SPDX-License-Identifier: LGPL-2.1-or-later
"""Locks, events, conditions, semaphores and barriers.

They are pure Python: a descriptor in the place of the attribute that tells their state, and a deque that tells who is
parked.  Both are called by asyncio's own code, and never raise.
"""

import collections
import sys

import asyncio

from . import vocabulary as v

MISSING = object()


class Watched:
    """An attribute that tells when it is set, the first time or anew.  The value stays in the object's dictionary."""

    def __init__(self, name, changed=None, made=None):
        self.name = name
        self.changed = changed
        self.made = made

    def __get__(self, owner, kind=None):
        if owner is None:
            return self
        try:
            return owner.__dict__[self.name]
        except KeyError:
            raise AttributeError(self.name) from None

    def __set__(self, owner, value):
        before = owner.__dict__.get(self.name, MISSING)
        owner.__dict__[self.name] = value
        if before is not MISSING:
            if self.changed is not None:
                self.changed(owner, before, value)
        elif self.made is not None:
            self.made(owner)


class Waiters(collections.deque):
    """The futures of who is parked."""

    __slots__ = ('parked', 'left')

    def append(self, future):
        collections.deque.append(self, future)
        self.parked(future)

    def popleft(self):
        """By a queue that wakes the next; one that was cancelled is passed over, and has left by that."""
        future = collections.deque.popleft(self)
        if future.cancelled():
            self.left(future)
        return future

    def remove(self, future):
        collections.deque.remove(self, future)
        self.left(future)


def ignore(future):
    """What leaves the waiters of anything but a semaphore says nothing."""


class Syncs:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.tasks = probe.tasks

    def install(self):
        """The attribute that is set last when one is made tells that it is."""
        for kind, sync, attribute, changed in (
                (asyncio.Lock, v.SYNC_LOCK, '_locked', self.lock_changed),
                (asyncio.Event, v.SYNC_EVENT, '_value', self.event_changed),
                (asyncio.Semaphore, v.SYNC_SEMAPHORE, '_value', self.semaphore_changed),
                (asyncio.Condition, v.SYNC_CONDITION, '_waiters', None),
                (asyncio.Barrier, v.SYNC_BARRIER, '_count', None)):
            setattr(kind, attribute, Watched(attribute, self.probe.guard(changed), self.made_by(sync)))
        known = self.recorder.values.known
        for kind in (asyncio.Lock, asyncio.Event, asyncio.Semaphore, asyncio.BoundedSemaphore, asyncio.Condition,
                     asyncio.Barrier):
            known[kind] = self.encode

    def made_by(self, sync):
        return self.probe.guard(lambda owner: self.created(owner, sync))

    @staticmethod
    def encode(sync):
        number = sync.__dict__.get('_ls_id', 0)
        return (v.TAG_SYNC << 24, number) if number else None

    def maker(self, owner):
        """The program's frame that makes one, or None if asyncio does so for itself.  A condition makes the program's
        lock for it."""
        frame = sys._getframe(1)
        while frame is not None:
            known = self.frames.code(frame.f_code)
            if not known.is_internal:
                return known, frame
            if not known.is_probe:
                me = frame.f_locals.get('self')
                is_part = isinstance(me, asyncio.Condition) and isinstance(owner, asyncio.Lock)
                if frame.f_code.co_name != '__init__' or (me is not owner and not is_part):
                    return None
                owner = me
            frame = frame.f_back
        return None

    def created(self, owner, sync):
        number = 0
        maker = self.maker(owner)
        if maker is not None:
            number = owner.__dict__['_ls_id'] = self.recorder.new_id('sync')
            owner.__dict__['_ls_name'] = self.frames.assigned(maker[1])
            self.tell_created(owner, sync, self.frames.site(*maker))
        self.watch(owner, sync, number)

    def tell_created(self, owner, sync, site=0):
        self.recorder.here().emit_signed(v.SYNC_CREATED | sync << 8 | v.TAG_INT << 24, owner._ls_id,
                                         owner.__dict__.get('_ls_name', 0), 0, self.value_of(owner, sync), site)

    def watch(self, owner, sync, number):
        """Hears from now on of who is parked."""
        if sync == v.SYNC_BARRIER:
            if type(owner._cond._waiters) is not Waiters:        # one from before
                owner._cond.__dict__['_waiters'] = Waiters(owner._cond._waiters)
                owner._cond._waiters.left = ignore
            owner._cond._waiters.parked = self.probe.guard(lambda future: self.parked(number, future))
        else:
            owner.__dict__['_waiters'] = waiters = Waiters(owner._waiters or ())
            waiters.parked = self.probe.guard(lambda future: self.parked(number, future))
            waiters.left = ignore
            if sync == v.SYNC_SEMAPHORE:
                waiters.left = self.probe.guard(lambda future: self.permit_taken(owner, number, future))

    @staticmethod
    def waiters_of(owner, sync):
        """The futures of who is parked; None if it is just being made."""
        if sync == v.SYNC_BARRIER:
            owner = owner.__dict__.get('_cond') if '_count' in owner.__dict__ else None
        return owner.__dict__.get('_waiters', ()) if owner is not None else None

    @staticmethod
    def value_of(owner, sync):
        if sync == v.SYNC_LOCK:
            return int(not owner._locked)
        if sync == v.SYNC_BARRIER:
            return owner._parties
        return int(getattr(owner, '_value', 0))

    def parked(self, number, future):
        if not number:
            return
        stream = self.recorder.here()
        self.tasks.park(stream, future, v.FUTURE_SYNC, number, v.SYNC_PARKED)

    def tell(self, owner, kind, value):
        number = owner.__dict__.get('_ls_id', 0)
        if number:
            stream = self.recorder.here()
            stream.emit_signed(kind | v.TAG_INT << 24, number, stream.task_id, 0, value, self.frames.here(3))

    def lock_changed(self, lock, before, locked):
        lock.__dict__['_ls_holder'] = self.recorder.here().task_id if locked else 0
        self.tell(lock, v.SYNC_ACQUIRED if locked else v.SYNC_RELEASED, int(not locked))

    def event_changed(self, event, before, value):
        if value != before:
            self.tell(event, v.SYNC_RELEASED if value else v.SYNC_ACQUIRED, int(value))

    def semaphore_changed(self, semaphore, before, value):
        """Only what acquire() and release() themselves do: what passes a permit on changes the value too."""
        caller = sys._getframe(3).f_code.co_name     # past the guard and the descriptor
        if caller == 'acquire' and value < before:
            self.tell(semaphore, v.SYNC_ACQUIRED, value)
        elif caller == 'release':
            self.tell(semaphore, v.SYNC_RELEASED, value)

    def permit_taken(self, semaphore, number, future):
        """Who was parked leaves, with the permit if nothing has come between."""
        if number and future.done() and not future.cancelled() and sys.exc_info()[0] is None:
            self.tell(semaphore, v.SYNC_ACQUIRED, semaphore._value)
