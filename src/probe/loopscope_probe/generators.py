# SPDX-License-Identifier: LGPL-2.1-or-later
"""Asynchronous generators: who asks them for an item, and what they yield.

asyncio is told of each when it is first asked, and by nobody when it goes on or yields.  From CPython 3.12 on
sys.monitoring tells that, of the code of such generators alone.  Before that sys.settrace() does: a thread is traced
while there are generators on it that have begun and not ended, and not at all if the program traces itself.
"""

import gc
import opcode
import sys
import weakref

from asyncio import base_events

from . import vocabulary as v
from .links import stand_in

WRAPPER = 'async_generator_wrapped_value'    # type of what a generator hands over that yields and does not await
FRESH, RUNS, AWAITS, PAUSED = range(4)
YIELD, MAKE = opcode.opmap['YIELD_VALUE'], opcode.opmap.get('RETURN_GENERATOR', -1)
WRAP = opcode.opmap.get('ASYNC_GEN_WRAP', -1)
TOOL = 4                                     # of sys.monitoring's six: one that none is expected to use


class Generator:
    """What is known of one that has begun."""

    __slots__ = ('id', 'state', 'alive', 'asker', 'call')

    def __init__(self, number, generator):
        self.id = number
        self.state = FRESH
        self.asker = 0                   # the task that asked last
        self.call = v.GENERATOR_NEXT     # and how
        self.alive = weakref.ref(generator)


def yielded(word):
    """What the wrapper holds."""
    for value in gc.get_referents(word):
        return value
    return None


def call_of(error):
    """How it was asked, by what was thrown into it."""
    if error is None:
        return v.GENERATOR_NEXT
    return v.GENERATOR_CLOSE if isinstance(error, GeneratorExit) else v.GENERATOR_THROW


class Generators:
    """Knows generators by their frames, which are theirs until the end."""

    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.by_frame = {}               # id: Generator
        self.codes = set()               # ids of those that are monitored
        self.is_monitored = False
        self.tell_called, self.tell_raised, self.tell_left = (          # for who traces
            probe.guard(self.called), probe.guard(self.raised), probe.guard(self.left))

    def install(self):
        kind = base_events.BaseEventLoop
        stock, met = kind._asyncgen_firstiter_hook, self.probe.guard(self.met)

        def _asyncgen_firstiter_hook(self, agen):
            met(agen)
            stock(self, agen)

        kind._asyncgen_firstiter_hook = stand_in(_asyncgen_firstiter_hook, stock)
        if hasattr(sys, 'monitoring'):
            self.is_monitored = self.take_tool(sys.monitoring)

    def take_tool(self, monitoring):
        try:
            monitoring.use_tool_id(TOOL, 'loopscope')
        except ValueError:
            return False                 # the program has it: then it is not traced either
        events = monitoring.events
        for event, function in ((events.PY_START, self.goes_on), (events.PY_RESUME, self.goes_on),
                                (events.PY_THROW, self.is_thrown_into), (events.PY_YIELD, self.gives),
                                (events.PY_RETURN, self.ended)):
            monitoring.register_callback(TOOL, event, self.with_frame(function))
        monitoring.set_events(TOOL, events.PY_THROW)         # which cannot be had of one code alone
        return True

    def with_frame(self, function):
        by_frame, guarded = self.by_frame, self.probe.guard(function)

        def told(code, offset, word=None):
            frame = sys._getframe(1)
            if id(frame) in by_frame:
                guarded(frame, word)

        return told

    def met(self, agen):
        """One is asked for the first time."""
        frame = agen.ag_frame
        if frame is None or self.frames.code(agen.ag_code).is_internal:
            return
        self.bury()
        stream = self.recorder.here()
        tasks = self.probe.tasks
        number = tasks.tell_body(stream, agen, tasks.given(frame), self.frames.here(3))
        self.follow(agen, number)

    def follow(self, agen, number):
        self.by_frame[id(agen.ag_frame)] = mine = Generator(number, agen)
        if not self.is_monitored:
            self.probe.lines.trace_generators()
        elif id(agen.ag_code) not in self.codes:
            self.codes.add(id(agen.ag_code))
            events = sys.monitoring.events
            sys.monitoring.set_local_events(TOOL, agen.ag_code, events.PY_START | events.PY_RESUME | events.PY_YIELD
                                            | events.PY_RETURN)
        return mine

    def known(self, agen):
        mine = self.by_frame.get(id(agen.ag_frame))
        return mine if mine is not None and mine.alive() is agen else None

    def adopt(self, agen):
        """One from before, if it has begun and has not ended."""
        frame = agen.ag_frame
        if frame is None or frame.f_code.co_code[frame.f_lasti] == MAKE or self.frames.code(agen.ag_code).is_internal:
            return None
        mine = self.follow(agen, self.recorder.new_id('coro'))
        mine.state = AWAITS if agen.ag_await is not None else RUNS if agen.ag_running else PAUSED
        return mine

    def bury(self):
        """Of what ends by an exception sys.monitoring tells nothing."""
        for key, mine in list(self.by_frame.items()):
            agen = mine.alive()
            if agen is None or agen.ag_frame is None:
                del self.by_frame[key]
                self.recorder.here().emit(v.CORO_CLOSED, mine.id)

    # Its code begins, goes on, gives something and ends

    def goes_on(self, frame, error=None):
        """After a yield it does because a task has asked it; else what it awaits is over."""
        mine = self.by_frame[id(frame)]
        before, mine.state = mine.state, RUNS
        if before in (FRESH, PAUSED):
            stream = self.recorder.here()
            self.recorder.output.flush(stream)
            mine.asker = stream.task_id
            mine.call = call_of(error)
            stream.emit(v.GENERATOR_RESUMED | mine.call << 8, mine.id, stream.task_id)

    def is_thrown_into(self, frame, error=None):
        """One that has not begun ends by that."""
        if self.by_frame[id(frame)].state == FRESH:
            self.ended(frame)
        else:
            self.goes_on(frame, error)

    def gives(self, frame, word):
        """An item, or what it awaits."""
        mine = self.by_frame[id(frame)]
        mine.state = AWAITS
        if type(word).__name__ == WRAPPER:
            mine.state = PAUSED
            stream = self.recorder.here()
            self.recorder.output.flush(stream)
            tag, bits = self.recorder.values.encode(yielded(word))
            site = self.frames.site(self.frames.code(frame.f_code), frame)
            stream.emit(v.GENERATOR_PAUSED | tag, mine.id, 0, 0, bits, site)

    def ended(self, frame, _result=None):
        mine = self.by_frame.pop(id(frame))
        self.recorder.here().emit(v.CORO_CLOSED, mine.id)

    # The same by sys.settrace, which does not tell them apart

    def called(self, frame):
        """Where something is thrown into it, it has not moved, and that this is raised() is told at once."""
        at = frame.f_code.co_code[frame.f_lasti]
        if at == MAKE:
            self.is_thrown_into(frame)
        elif at != YIELD or self.by_frame[id(frame)].state != PAUSED:
            self.goes_on(frame)

    def raised(self, frame, error):
        if self.by_frame[id(frame)].state == PAUSED:
            self.goes_on(frame, error)

    def left(self, frame, word):
        if word is not None or self.is_awaiting(frame):
            self.gives(frame, word)
        else:
            self.ended(frame)

    @staticmethod
    def is_awaiting(frame):
        """Of a frame that gives None: an await can do that, where a yield always wraps what it gives."""
        code, at = frame.f_code.co_code, frame.f_lasti
        return code[at] == YIELD and code[at - 2] != WRAP
