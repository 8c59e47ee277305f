# SPDX-License-Identifier: LGPL-2.1-or-later
"""The loop's poll: where time passes, and where the viewer is heard while nothing happens."""

import select
import selectors
import signal

from . import vocabulary as v
from .clock import monotonic_ns
from .control import IN_POLL, RUNNING


class Polls:
    def __init__(self, probe):
        self.probe = probe
        self.clock = probe.recorder.clock
        self.control = probe.recorder.control
        self.ear = None                  # polls the viewer's socket
        self.ration = probe.recorder.file.ration
        self.ration.on_due = self.expect_segments

    def attach(self, state):
        """Has the loop's selector tell of its calls; called whenever the loop starts."""
        selector = getattr(state.loop, '_selector', None)
        if self.ration.is_due:
            self.expect_segment(state)
        if not isinstance(selector, selectors.BaseSelector) or selector is state.selector:
            return
        state.selector = selector
        self.probe.descriptors.attach(state, selector)
        self.listen(selector)
        stock, words, clock = selector.select, self.control.words, self.clock
        is_alone = not clock.is_virtual and self.ear is None

        def select_and_tell(timeout=None):
            if state.stream is None:
                return stock(timeout)
            if timeout == 0 and (is_alone or not words[2] and not words[9]):
                ready = stock(0)
                state.looked(ready)
                return ready
            if is_alone and not clock.interrupt_at:
                state.waits(timeout)
                ready = stock(timeout)
                state.waited(ready)
                return ready
            state.poll(timeout)
            start = clock.now
            ready = self.wait(state, stock, timeout)
            state.polled(clock.now - start, ready)
            if timeout != 0:
                self.interrupt_if_due()
            return ready

        selector.select = select_and_tell
        if self.ration.is_due:
            self.expect_segment(state)

    def expect_segments(self):
        """A part of the trace that can be read without those before it begins where a loop next polls."""
        for stream in self.probe.recorder.streams:
            if stream.state is not None:
                self.expect_segment(stream.state)

    def expect_segment(self, state):
        selector, tell = state.selector, getattr(state.selector, 'select', None)
        if tell is None or getattr(tell, 'begins_segment', False):
            return

        def select_anew(timeout=None):
            selector.select = tell
            if self.ration.is_due and state.stream is not None:
                self.probe.begin_segment(state)
            if self.ration.is_due:
                self.expect_segment(state)
            return tell(timeout)

        select_anew.begins_segment = True
        selector.select = select_anew

    def listen(self, selector):
        """The system's poll wakes for the viewer too; the selector passes over what it does not know."""
        if self.control.fileno() < 0:
            return
        self.ear = select.poll()
        self.ear.register(self.control.fileno(), select.POLLIN)
        try:
            selector._selector.register(self.control.fileno(), select.POLLIN)
        except (AttributeError, OSError):
            pass                         # select() takes lists: it hears when the wait is over

    def wait(self, state, stock, timeout):
        """What the selector gives, the viewer heard meanwhile."""
        if timeout == 0:
            ready = stock(0)
            self.hear(state)
            return ready
        self.control.set_turn(0, 0, monotonic_ns())
        self.control.set_state(IN_POLL, monotonic_ns())
        try:
            return self.wait_longer(state, stock, timeout)
        finally:
            self.control.set_state(RUNNING, monotonic_ns())

    def speed(self, state):
        """Loop ns that pass in a ns of the wait; 0: a wait takes no time at all."""
        clock = self.clock
        if clock.kind == 'real' or self.probe.outside.is_awaited(state):
            return 1
        return clock.pace if clock.kind == 'paced' else 0

    def wait_longer(self, state, stock, timeout):
        clock, loop = self.clock, state.loop
        limit = clock.limit_of(timeout) if clock.is_virtual or clock.interrupt_at else None
        gone = 0
        while True:
            speed = self.speed(state)
            left = None if timeout is None else timeout - gone / 1e9
            if limit is not None:
                left = (limit - gone) / speed / 1e9 if speed else 0
            start, stopped = monotonic_ns(), clock.stopped
            ready = stock(left)
            heard = self.hear(state)
            gone += int((monotonic_ns() - start - clock.stopped + stopped) * speed)
            if ready or loop._ready or loop._stopping:
                break
            if limit is not None and (speed == 0 or gone >= limit):
                gone = limit
                break
            if not heard and limit is None and (timeout is not None or speed == 0):
                break
            if timeout is not None and limit is None and gone / 1e9 >= timeout:
                break
        if clock.is_virtual:
            clock.now += gone if limit is None or gone < limit else limit
        else:
            clock.look()
        return ready

    def hear(self, state):
        """Does what the viewer asks; returns whether it has spoken."""
        control = self.control
        if control.fileno() < 0 or not self.ear.poll(0):
            return False
        task = control.serve()
        if task:
            self.cancel(state, task)
        return True

    def cancel(self, state, number):
        tasks = self.probe.tasks
        for task in tasks.all():
            if getattr(task, '_ls_id', 0) == number:
                def cancel():
                    tasks.by_debugger = task
                    try:
                        task.cancel()
                    finally:
                        tasks.by_debugger = None

                state.stream.emit(v.COMMAND | v.COMMAND_CANCEL << 8, number)
                state.loop.call_soon(cancel)
                return

    def interrupt_if_due(self):
        clock = self.clock
        if clock.interrupt_at and clock.now >= clock.interrupt_at:
            clock.interrupt_at = 0
            signal.raise_signal(signal.SIGINT)
