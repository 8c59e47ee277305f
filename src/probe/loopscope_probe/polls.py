# SPDX-License-Identifier: LGPL-2.1-or-later
"""The loop's poll: where time passes, and where the viewer is heard while nothing happens."""

import select
import signal

from . import vocabulary as v
from .clock import monotonic_ns
from .control import IN_POLL, RUNNING


class Polls:
    def __init__(self, probe):
        self.probe = probe
        self.clock = probe.recorder.clock
        self.control = probe.recorder.control

    def attach(self, state):
        """Has the loop's selector tell of its calls; called whenever the loop starts."""
        selector = getattr(state.loop, '_selector', None)
        if selector is None or selector is state.selector:
            return
        state.selector = selector
        stock = selector.select
        polls = self

        page, words = self.control.longs, self.control.words

        def select_and_tell(timeout=None):
            if timeout == 0 and not words[2] and not words[9]:
                ready = stock(0)
                state.looked(len(ready))
                return ready
            state.poll(timeout)
            start = polls.clock.now
            ready = polls.wait(state, stock, timeout)
            state.polled(polls.clock.now - start, len(ready))
            if timeout != 0:
                polls.interrupt_if_due()
            return ready

        selector.select = select_and_tell

    def wait(self, state, stock, timeout):
        """What the selector gives, the viewer's socket heard meanwhile."""
        if timeout == 0:
            return stock(0)
        self.control.set_state(IN_POLL, monotonic_ns())
        try:
            return (self.wait_virtual if self.clock.is_virtual else self.wait_real)(state, stock, timeout)
        finally:
            self.control.set_state(RUNNING, monotonic_ns())

    def wait_real(self, state, stock, timeout):
        ready = stock(timeout)
        self.clock.look()
        return ready

    def wait_virtual(self, state, stock, timeout):
        """Nothing is ready: the time comes to it, as epoll would wait."""
        ready = stock(0)
        limit = self.clock.limit_of(timeout)
        if not ready and limit is not None:
            self.clock.now += limit
        elif not ready:
            ready = stock(None)
        return ready

    def interrupt_if_due(self):
        clock = self.clock
        if clock.interrupt_at and clock.now >= clock.interrupt_at:
            clock.interrupt_at = 0
            signal.raise_signal(signal.SIGINT)
