# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one thread writes: its blocks of events and measures, and what its loop runs now.

A place in a block is taken, filled and made known without a call between taking and filling.  So neither a signal's
handler nor another thread can come between, and what is committed is whole: SIGKILL loses nothing that has happened.
"""

import struct

from . import space
from .vocabulary import BASE, DROPPED, TAG_INT

RECORD = struct.Struct('@IIIIIIQ')       # head, dt, site, subject, a, b, value
SIGNED = struct.Struct('@IIIIIIq')
DOUBLE = struct.Struct('@IIIIIId')
PAIR = struct.Struct('@IIIIIIQIIIIIIQ')
MEASURE = struct.Struct('@Qq')

SIZE = RECORD.size
RESERVE = 2 * SIZE                       # for DROPPED and the base it may need
GROUP = 8                                # records that a group may have, a base before it included
LAST = space.BLOCK - RESERVE - GROUP * SIZE
WALL, HELD = 1 << 56, 2 << 56
FAR = 2 ** 32                            # ns: more than a record's dt holds
SEQ_MASK = 2 ** 56 - 1


class Counter:
    """Numbers the events of all threads."""

    __slots__ = ('n',)

    def __init__(self):
        self.n = 0


class Stream:
    """One thread's part of the trace.

    `at` is where the next record goes, `last` the last place at which a group still fits: when it is passed, or pulled
    back because the file is full, turn_over() decides what is next.
    """

    __slots__ = ('file', 'counter', 'clock', 'page', 'control', 'thread', 'block', 'pack_to', 'words', 'at', 'last',
                 'seq', 'time', 'measures', 'measures_at', 'dropped', 'n_dropped',
                 'loop', 'state', 'task', 'task_id', 'since', 'began', 'turn_handle', 'may_stop')

    def __init__(self, file, counter, clock, control, thread):
        self.file = file
        self.counter = counter
        self.clock = clock
        self.control = control
        self.page = control.longs           # n_events and, as 64-bit words, what else is the program's
        self.thread = thread
        self.block = None
        self.at, self.last = 1, 0
        self.seq = self.time = 0
        self.measures = None
        self.measures_at = space.BLOCK
        self.dropped = None
        self.n_dropped = 0
        self.loop = 0                       # ordinal of the loop that runs here, shifted to where a record has it
        self.state = None                   # that loop's
        self.task = None                    # whose turn it is, until its end has been told
        self.task_id = 0                    # the same, until the handle's very end
        self.since = self.began = 0         # ns of the wall clock and number of the event when the handle began
        self.turn_handle = 0
        self.may_stop = True

    # Blocks

    def turn_over(self):
        """Takes the next block; where there is none what comes is counted and not kept."""
        old = self.block
        block = self.file.take(space.EVENTS, self.thread)
        if block is None:
            return self.lose()
        self.words = block.words
        self.block = block
        self.pack_to = block.memory
        self.at = space.HEADER
        self.last = LAST
        if old is not None:
            old.seal(self.seq - 1)
        return None

    def lose(self):
        """There is no more space: says so in the room kept for it, and goes on in memory."""
        if self.dropped is not None:
            self.n_dropped += (self.at - space.HEADER) // SIZE
            self.dropped.longs[self.n_dropped_at()] = self.n_dropped
        elif self.block is not None:
            self.tell_dropped()
        block = space.hidden_block(space.EVENTS)
        self.block, self.words, self.pack_to = block, block.words, block.memory
        self.at, self.last = space.HEADER, LAST

    def n_dropped_at(self):
        return (self.dropped.words[3] - 8) // 8

    def tell_dropped(self):
        at, now = self.at, self.clock.now
        n = self.counter.n
        self.counter.n = n + 1
        if n != self.seq or not 0 <= now - self.time < FAR:
            RECORD.pack_into(self.pack_to, at, BASE | TAG_INT << 24, 0, 0, 0, now & 0xffffffff, now >> 32, n)
            at += SIZE
            self.time = now
        RECORD.pack_into(self.pack_to, at, DROPPED | self.loop | TAG_INT << 24, now - self.time, 0, 0, 0, 0, 1)
        self.words[3] = at + SIZE
        self.dropped = self.block
        self.n_dropped = 0                  # besides the one that found no room

    def rebase(self, n, now):
        """What the records from here on count from; room for it is in every group's."""
        if self.words[3] == space.HEADER and self.at == space.HEADER:
            longs = self.block.longs
            longs[2] = n
            longs[3] = now
        else:
            at = self.at
            self.at = at + SIZE
            RECORD.pack_into(self.pack_to, at, BASE | TAG_INT << 24, 0, 0, 0, now & 0xffffffff, now >> 32, n)
        self.seq = n
        self.time = now

    # Events

    def emit(self, head, subject=0, a=0, b=0, value=0, site=0, pack=RECORD.pack_into):
        """Writes an event; where the viewer wants the program to stop at it, this is where it stands."""
        if self.at > self.last:
            self.turn_over()
        now = self.clock.now
        counter = self.counter
        n = counter.n
        dt = now - self.time
        if n != self.seq or self.at == 64 or not 0 <= dt < FAR:
            self.rebase(n, now)
            dt = 0
        counter.n = self.seq = n + 1
        self.time = now
        at = self.at
        self.at = at + 32
        pack(self.pack_to, at, head | self.loop, dt, site, subject, a, b, value)
        self.words[3] = self.at
        page = self.page
        page[232] = n + 1
        if page[1] & 0xffffffff and self.may_stop:
            self.control.check(head, subject, b, value, site, n)
        return n

    def emit_signed(self, head, subject, a, b, value, site=0):
        return self.emit(head, subject, a, b, value, site, SIGNED.pack_into)

    def emit_double(self, head, subject, a, b, value, site=0):
        return self.emit(head, subject, a, b, value, site, DOUBLE.pack_into)

    # Measures

    def measure(self, what, value):
        if self.measures_at + 16 > space.BLOCK:
            old = self.measures
            block = self.file.take(space.MEASURES, self.thread) or space.hidden_block(space.MEASURES)
            block.longs[2] = what & SEQ_MASK
            self.measures = block
            self.measures_at = space.HEADER
            if old is not None:
                old.seal()
        at = self.measures_at
        self.measures_at = at + 16
        MEASURE.pack_into(self.measures.memory, at, what, value)
        self.measures.words[3] = self.measures_at

    def mark(self, wall):
        """Notes when, by the wall clock, the event that comes next happens."""
        self.measure(WALL | self.counter.n, wall)

    def held(self, duration):
        """Notes that the loop was held up by the handle or turn that began with event `began`."""
        self.measure(HELD | self.began, duration)

    def close(self):
        if self.dropped is not None:
            self.n_dropped += (self.at - space.HEADER) // SIZE
            self.dropped.longs[self.n_dropped_at()] = self.n_dropped
        elif self.block is not None:
            self.block.seal(self.seq - 1)
        if self.measures is not None:
            self.measures.seal()

    def abandon(self):
        """For a forked child: goes on in memory."""
        self.dropped = None
        self.block = None
        self.measures = space.hidden_block(space.MEASURES)
        self.measures_at = space.HEADER
        self.lose()
