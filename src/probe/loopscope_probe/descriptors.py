# SPDX-License-Identifier: LGPL-2.1-or-later
"""Descriptors that a loop watches, and signals.

A selector keeps what is registered in a dictionary; one that tells of its changes takes its place.
"""

import collections
import signal
from asyncio import events, futures, runners, selector_events

from . import vocabulary as v
from .links import stand_in
from .stream import RECORD, Stream
from .syncs import Watched

READ, WRITE = 1, 2
OWN = '_read_from_self'                  # the loop's own descriptor, by which it is woken


class Table(dict):
    """Keys of a selector by their descriptor."""

    __slots__ = ('changed',)

    def __setitem__(self, fd, key):
        before = self.get(fd)
        dict.__setitem__(self, fd, key)
        self.changed(fd, before.data if before is not None else None, key.data)

    def pop(self, fd, *default):
        key = dict.pop(self, fd, *default)
        self.changed(fd, getattr(key, 'data', None), None)
        return key


class Watch:
    """What a loop looks out for; kept by the handle that is run then."""

    __slots__ = ('number', 'direction', 'fd', 'record')

    def __init__(self, number, direction, fd, loop):
        self.number = number
        self.direction = direction
        self.fd = fd
        self.record = RECORD.pack(v.FD_READY | direction << 8 | loop, 0, 0, number, fd, 0, 0)


class Descriptors:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.adopted = {}                # by the id of a handle from before, which has no room for it: handle, watch
        runners.Runner._interrupt_count = Watched('_interrupt_count', probe.guard(self.interrupted))
        self.hear_events()

    def hear_events(self):
        """What a poll has found is told as the loop takes it over, all at once; the queue tells of what is out of the
        ordinary."""
        kind = selector_events.BaseSelectorEventLoop
        stock, tell, put = kind._process_events, self.probe.guard(Stream.copy), collections.deque.append

        def _process_events(self, event_list):
            loop, state = self, getattr(self, '_loopscope', None)
            stream = state.stream if state is not None else None
            if stream is None:
                return stock(loop, event_list)
            found, ready = [], loop._ready
            for key, mask in event_list:
                try:
                    handle = key.data[mask - 1] if mask else None    # of reading or of writing; IndexError, of both
                    watch = handle.watch
                    if not handle._cancelled and watch is not None:
                        handle.number = watch.number
                        found.append(watch.record)
                        put(ready, handle)
                        continue
                except (AttributeError, IndexError, TypeError):
                    pass
                if found:
                    tell(stream, found)
                    found = []
                stock(loop, ((key, mask),))
            if found:
                tell(stream, found)
            return None

        kind._process_events = stand_in(_process_events, stock)

    def interrupted(self, runner, before, count):
        """What a runner counts is the only word of its handler of Ctrl-C."""
        if before is not None and count > before:
            self.recorder.here().emit(v.SIGNAL, 0, signal.SIGINT)

    def attach(self, state, selector):
        """Hears of what is registered from now on; of what is already there it tells now."""
        known = getattr(selector, '_fd_to_key', None)
        if type(known) is not dict:
            return
        table = Table(known)
        table.changed = self.probe.guard(lambda fd, before, after: self.changed(state, fd, before, after))
        selector._fd_to_key = table
        for fd, key in known.items():
            self.changed(state, fd, None, key.data)

    def changed(self, state, fd, before, after):
        """asyncio's data is a pair of handles, of reading and writing."""
        old = before if type(before) is tuple else (None, None)
        new = after if type(after) is tuple else (None, None)
        for direction, was, now in zip((READ, WRITE), old, new):
            if was is not now:
                if was is not None:
                    self.unwatched(state, fd, direction, was)
                if now is not None:
                    self.watched(state, fd, direction, now)

    def watched(self, state, fd, direction, handle):
        if getattr(handle._callback, '__name__', '') == OWN:
            if type(handle) is events.Handle:
                handle.watch = None
            return
        stream = self.recorder.here()
        future = 0
        if handle._args and futures.isfuture(handle._args[0]):
            mine = getattr(handle._args[0], '_loopscope', None)
            future = (mine or self.probe.tasks.meet(stream, handle._args[0], v.FUTURE_IO, 0,
                                                    self.probe.frames.here(4))).id
        watch = Watch(self.recorder.new_handle(), direction, fd, state.shifted)
        try:
            handle.watch = watch
            handle.number, handle.task = 0, None
        except AttributeError:
            self.adopted[id(handle)] = handle, watch
        state.n_watched += 1
        stream.emit(v.FD_WATCHED | direction << 8, watch.number, fd, future)

    def watch_of(self, handle):
        """The Watch of a handle, or None."""
        return getattr(handle, 'watch', None) or self.adopted.get(id(handle), (None, None))[1]

    def tell_all(self, state):
        """In a snapshot."""
        for key in list(getattr(state.selector, '_fd_to_key', {}).values()):
            for handle in key.data if type(key.data) is tuple else ():
                watch = self.watch_of(handle) if handle is not None else None
                if watch is not None:
                    mine = getattr(handle._args[0], '_loopscope', None) if handle._args else None
                    self.recorder.here().emit(v.FD_WATCHED | watch.direction << 8, watch.number, watch.fd,
                                              getattr(mine, 'id', 0))

    def unwatched(self, state, fd, direction, handle):
        watch = self.watch_of(handle)
        self.adopted.pop(id(handle), None)
        if watch is not None:
            state.n_watched -= 1
            self.recorder.here().emit(v.FD_UNWATCHED | direction << 8, watch.number, fd)

    def adopted_ready(self, stream, state, handle):
        watch = self.watch_of(handle)
        adopted = getattr(state.loop._ready, 'adopted', None)
        if watch is not None and adopted is not None:
            adopted[id(handle)] = handle, watch.number, None
            stream.emit(v.FD_READY | watch.direction << 8, watch.number, watch.fd)

    def ready(self, state, handle):
        """The callback of a descriptor or signal is about to be run."""
        stream = self.recorder.here()
        try:
            handle.task = None
        except AttributeError:           # one that was not made by way of our hooks
            self.adopted_ready(stream, state, handle)
            return
        watch = getattr(handle, 'watch', None)
        if watch is not None:
            handle.number = watch.number
            stream.emit(v.FD_READY | watch.direction << 8, watch.number, watch.fd)
        elif getattr(handle._callback, '__name__', '') == OWN:
            handle.number = 0
        else:
            for number, handler in (getattr(state.loop, '_signal_handlers', None) or {}).items():
                if handler is handle:
                    stream.emit(v.SIGNAL, 0, number)
            handle.number = number = self.recorder.new_handle()
            stream.emit(v.HANDLE_SCHEDULED, number, state.name_of(handle._callback))
