# SPDX-License-Identifier: LGPL-2.1-or-later
"""The loop's clock: real, paced or instant, by the rules of FORMAT.md.

Virtual time is a count of ns.  It moves on by 1 ns at each reading, by what a wait or a blocking sleep takes, and never
because the probe looks at it: `now` is the time as last read.
"""

import math
import time

monotonic_ns = time.monotonic_ns         # the real ones, whatever becomes of those in the module
sleep = time.sleep


class Clock:
    def __init__(self, kind):
        self.kind = kind
        self.is_virtual = kind != 'real'
        self.now = 0                     # loop time in ns
        self.pace = 1.0
        self.origin = monotonic_ns()     # when, by the real clock, the trace began
        self.began_at = time.time_ns()
        self.stopped = 0                 # ns for which the program stood still
        self.offset = 0 if self.is_virtual else self.origin    # what loop time lacks to the program's own
        self.interrupt_at = 0            # loop ns at which Ctrl-C comes by itself; 0: it does not

    def look(self):
        """Reads the wall clock: ns since the trace began.  The loop's real clock goes on to it."""
        wall = monotonic_ns() - self.origin
        if not self.is_virtual:
            self.now = wall - self.stopped
        return wall

    def read(self):
        """A reading that the program or its loop makes, in ns."""
        if self.is_virtual:
            self.now += 1
            return self.now
        now = monotonic_ns() - self.stopped
        self.now = now - self.origin     # what follows from the reading has not happened before it
        return now

    def seconds(self):
        return self.read() / 1e9

    def deadline(self, when):
        """A time of the program's loop as the trace has it, in seconds."""
        return when - self.offset / 1e9 if self.offset else when

    def set_pace(self, pace):
        self.pace = pace

    def limit_of(self, timeout):
        """How many ns a wait may take, up to a whole millisecond as epoll waits; None: for ever."""
        limit = None if timeout is None else math.ceil(timeout * 1e3) * 1_000_000
        if self.interrupt_at and limit != 0:
            left = max(self.interrupt_at - self.now, 1)
            return left if limit is None else min(limit, left)
        return limit

    def pass_by(self, ns):
        """A blocking sleep: a paced clock lets it through at its speed."""
        if self.kind == 'paced':
            sleep(ns / 1e9 / self.pace)
        self.now += ns
