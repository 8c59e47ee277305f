# SPDX-License-Identifier: LGPL-2.1-or-later
"""Local variables: of what runs and of what waits, wherever the program stands; and of what waits at each suspension,
if that is wanted."""

import sys

from asyncio import events

from . import vocabulary as v
from .clock import monotonic_ns

MOST_LOCALS = 40                 # of a frame
MOST_FRAMES = 20
MOST_TASKS = 200                 # at one stop
LONGEST = 100_000_000            # ns that telling them may take at one stop


class Locals:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.values = probe.recorder.values
        self.told = {}                   # number of a task: which of its suspensions was told last
        self.until = 0
        probe.recorder.control.on_stop = probe.guard(self.stopped)

    def stopped(self, head):
        """Tells them while the program stands, which costs it no time of its own."""
        if not self.values.wanted:
            return
        stream, printer = self.recorder.here(), self.values.printer
        may_stop, stream.may_stop = stream.may_stop, False
        is_thrifty, printer.is_thrifty = printer.is_thrifty, False
        now = self.recorder.clock.now
        self.until = monotonic_ns() + LONGEST
        try:
            self.tell_running(stream)
            self.tell_waiting(stream)
        finally:
            self.recorder.clock.now = now            # what a repr() reads of it is not the program's doing
            stream.may_stop, printer.is_thrifty = may_stop, is_thrifty

    def tell_running(self, stream):
        """What runs now, outermost frame first: in a loop that which its handle has called."""
        found = []
        frame, bottom = sys._getframe(1), events.Handle._run.__code__
        while frame is not None and frame.f_code is not bottom:
            if not self.frames.code(frame.f_code).is_internal:
                found.append(frame)
            frame = frame.f_back
        if frame is None and stream.state is not None:
            return                       # the loop itself runs
        for depth, frame in enumerate(reversed(found[:MOST_FRAMES])):
            self.tell(stream, stream.task_id, depth, frame)

    def tell_waiting(self, stream):
        """The frames of each await chain, once a suspension: of what waits they stay as they are."""
        told, before, left = {}, self.told, MOST_TASKS
        for task in self.probe.tasks.all():
            number, coro = getattr(task, '_ls_id', 0), task.get_coro()
            if not number or task.done() or getattr(coro, 'cr_running', False):
                continue
            suspension = task._ls_turns - (task is stream.task)
            if before.get(number) != suspension:
                if not left or monotonic_ns() > self.until:
                    continue             # at the next stop
                left -= 1
                self.tell_chain(stream, number, self.frames.chain(coro))
            told[number] = suspension
        self.told = told

    def tell_chain(self, stream, task, chain):
        own = [frame for code, frame in chain if not code.is_internal] or [frame for code, frame in chain[:1]]
        for depth, frame in enumerate(own[:MOST_FRAMES]):
            self.tell(stream, task, depth, frame)

    def tell(self, stream, task, depth, frame):
        if frame.f_code.co_name == '<module>':
            return
        for name, value in list(frame.f_locals.items())[:MOST_LOCALS]:
            tag, word = self.encode(value)
            stream.emit(v.LOCAL | min(depth, 255) << 8 | tag, task, self.recorder.names.string(name), 0, word)

    def encode(self, value):
        """Of a list not only how long it is: here somebody looks at what is in it."""
        values = self.values
        if type(value) is list and values.wanted and not values.printer.is_out_of_time():
            return v.TAG_TEXT << 24, self.recorder.names.string(values.printer.text(value))
        return values.encode(value)
