# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one thread writes: its blocks of events and measures, and what its loop runs now.

A place in a block is taken, filled and made known without a call between taking and filling.  So neither a signal's
handler nor another thread can come between, and what is committed is whole: SIGKILL loses nothing that has happened.
"""

import struct

from . import space
from .groups import LAST_MEASURE, MEASURE, MOST, SIZE, WALL, Kinds
from .vocabulary import BASE, DROPPED, TAG_INT

RECORD = struct.Struct('@IIIIIIQ')       # head, dt, site, subject, a, b, value
SIGNED = struct.Struct('@IIIIIIq')
DOUBLE = struct.Struct('@IIIIIId')
SEVERAL = [struct.Struct('@' + count * 'IIIIIIQ').pack_into for count in range(MOST)]

RESERVE = 2 * SIZE                       # for DROPPED and the base it may need
LAST = space.BLOCK - RESERVE - MOST * SIZE
NOWHERE = -1
HELD = 2 << 56
FAR = 2 ** 30 - 1                        # ns: from here on a base is due, long before a record's dt could not hold it


class Counter:
    """Numbers the events of all threads.  `owner` is the stream that has the last of them and goes on with the next."""

    __slots__ = ('n', 'owner')

    def __init__(self):
        self.n = 0
        self.owner = None


class Stream:
    """One thread's part of the trace.

    `at` is where the next record goes, `last` the last place at which a group still fits that counts on from the one
    before.  When that is passed, or NOWHERE since another thread wrote in between, prepare() decides what is next.
    """

    __slots__ = ('file', 'counter', 'clock', 'page', 'control', 'thread', 'block', 'pack_to', 'words', 'at', 'last',
                 'seq', 'time', 'measures', 'measures_at', 'measure_to', 'measure_words', 'dropped', 'n_dropped',
                 'is_watched', 'loop', 'state', 'task', 'task_id', 'yielded', 'since', 'began', 'may_stop',
                 'worker', 'writing')

    def __init__(self, file, counter, clock, control, thread):
        self.file = file
        self.counter = counter
        self.clock = clock
        self.control = control
        self.page = control.longs           # n_events and, as 64-bit words, what else is the program's
        self.thread = thread
        self.block = None
        self.at, self.last = 0, NOWHERE
        self.seq = self.time = 0            # seq: what would have been the next number when it went to another stream
        self.measures = None
        self.measures_at = space.BLOCK
        self.dropped = None
        self.n_dropped = 0
        self.loop = 0                       # ordinal of the loop that runs here, shifted to where a record has it
        self.state = None                   # what is known of the loop
        self.task = None                    # whose turn it is, until its end has been told
        self.task_id = 0                    # the same, until the handle's very end
        self.since = self.began = 0         # ns of the wall clock and number of the event when the handle began
        self.yielded = None                 # the handle by which the task runs on after a bare yield, until told
        self.may_stop = True
        self.worker = 0                     # its ordinal among those that do jobs
        self.writing = None                 # what the program is about to write
        self.is_watched = control.fileno() >= 0
        self.enter_loop(0, None)

    def enter_loop(self, shifted, state):
        """A loop begins or, with 0 and None, ceases to run on this thread."""
        self.loop = shifted
        self.state = state
        self.__class__ = kinds.get(self.is_watched, shifted)

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
        last = self.last_number()
        self.seq, self.last = last + 1, NOWHERE
        if old is not None:
            old.seal(last)
            self.file.ration.add(old, last)
        return None

    def last_number(self):
        return (self.seq if self.last == NOWHERE else self.counter.n) - 1

    def begin_segment(self):
        """What comes next is in blocks of its own."""
        if self.block is not None and self.dropped is None:
            self.turn_over()
        if self.measures is not None:
            self.open_measures()

    def lose(self):
        """There is no more space: says so in the room kept for it, and goes on in memory."""
        if self.dropped is not None:
            self.n_dropped += (self.at - space.HEADER) // SIZE
            self.dropped.longs[self.n_dropped_at()] = self.n_dropped
        elif self.block is not None:
            self.tell_dropped()
        block = space.hidden_block(space.EVENTS)
        self.block, self.words, self.pack_to = block, block.words, block.memory
        self.seq = self.last_number() + 1
        self.at, self.last = space.HEADER, NOWHERE

    def n_dropped_at(self):
        return (self.dropped.words[3] - 8) // 8

    def tell_dropped(self):
        at, now = self.at, self.clock.now
        n = self.counter.n
        self.counter.n = n + 1
        if self.last == NOWHERE or not 0 <= now - self.time < FAR:
            RECORD.pack_into(self.pack_to, at, BASE | TAG_INT << 24, 0, 0, 0, now & 0xffffffff, now >> 32, n)
            at += SIZE
            self.time = now
        RECORD.pack_into(self.pack_to, at, DROPPED | self.loop | TAG_INT << 24, now - self.time, 0, 0, 0, 0, 1)
        self.words[3] = at + SIZE
        self.dropped = self.block
        self.n_dropped = 0                  # besides the one that found no room

    def prepare(self):
        """Makes room for a group, or a base for what cannot count on from the last record."""
        if self.block is None or self.at > LAST:
            return self.turn_over()
        counter, at, now = self.counter, self.at, self.clock.now
        n, before = counter.n, counter.owner
        if before is not None:
            before.seq, before.last = n, NOWHERE
        counter.owner, self.last, self.time = self, LAST, now
        if at == space.HEADER:
            longs = self.block.longs
            longs[2] = n
            longs[3] = now
        else:
            self.at = at + SIZE
            RECORD.pack_into(self.pack_to, at, BASE | TAG_INT << 24, 0, 0, 0, now & 0xffffffff, now >> 32, n)
        return None

    # Events.  After the check that a group fits and counts on from the last, until it is packed, nothing is called.

    def emit(self, head, subject=0, a=0, b=0, value=0, site=0, pack=RECORD.pack_into):
        """Writes an event; where the viewer wants the program to stop at it, this is where it stands."""
        counter = self.counter
        while True:
            now, n, at = self.clock.now, counter.n, self.at
            dt = now - self.time
            if at <= self.last and 0 <= dt < 1073741823:
                break
            self.prepare()
        counter.n = n + 1
        self.time = now
        self.at = at + 32
        pack(self.pack_to, at, head | self.loop, dt, site, subject, a, b, value)
        self.words[3] = self.at
        if self.is_watched:
            page = self.page
            page[232] = n + 1
            if page[1] & 0xffffffff and self.may_stop:
                self.control.check(head, subject, b, value, site, n)
        return n

    def several(self, fields):
        """A list of events: seven numbers of each, the head with its loop, 0, and the site before what else emit()
        takes."""
        if self.is_watched and self.page[1] & 0xffffffff:
            for i in range(0, len(fields), 7):
                head, dt, site, subject, a, b, value = fields[i:i + 7]
                self.emit(head, subject, a, b, value, site)
            return
        for i in range(0, len(fields), 7 * MOST - 7):
            self.pack_row(fields[i:i + 7 * MOST - 7])

    def pack_row(self, fields):
        count = len(fields) // 7
        pack, counter = SEVERAL[count], self.counter
        while True:
            now, n, at = self.clock.now, counter.n, self.at
            dt = now - self.time
            if at <= self.last and 0 <= dt < 1073741823:
                break
            self.prepare()
        counter.n = n + count
        self.time = now
        self.at = at + 32 * count
        fields[1] = dt
        pack(self.pack_to, at, *fields)
        self.words[3] = self.at
        if self.is_watched:
            self.page[232] = n + count

    def copy(self, records):
        """Records that are there already, of events that happen at the moment of the last one."""
        if self.is_watched and self.page[1] & 0xffffffff:
            for record in records:
                head, dt, site, subject, a, b, value = RECORD.unpack(record)
                self.emit(head, subject, a, b, value, site)
            return
        for i in range(0, len(records), MOST - 1):
            data = b''.join(records[i:i + MOST - 1])
            counter, size = self.counter, len(data)
            while self.at > self.last:
                self.prepare()
            at = self.at
            counter.n = n = counter.n + size // SIZE
            self.at = end = at + size
            self.pack_to[at:end] = data
            self.words[3] = self.at
            if self.is_watched:
                self.page[232] = n

    def emit_signed(self, head, subject, a, b, value, site=0):
        return self.emit(head, subject, a, b, value, site, SIGNED.pack_into)

    def emit_double(self, head, subject, a, b, value, site=0):
        return self.emit(head, subject, a, b, value, site, DOUBLE.pack_into)

    # Measures

    def open_measures(self):
        old = self.measures
        block = self.file.take(space.MEASURES, self.thread) or space.hidden_block(space.MEASURES)
        block.longs[2] = self.counter.n
        self.measures = block
        self.measure_to, self.measure_words = block.memory, block.words
        self.measures_at = space.HEADER
        if old is not None:
            old.seal()
            self.file.ration.add(old, self.counter.n)

    def measure(self, what, value, pack=MEASURE.pack_into):
        if self.measures_at > LAST_MEASURE:
            self.open_measures()
        at = self.measures_at
        self.measures_at = at + 16
        pack(self.measure_to, at, what, value)
        self.measure_words[3] = self.measures_at

    def mark(self, wall):
        """Notes when, by the wall clock, the event that comes next happens."""
        self.measure(WALL | self.counter.n, wall)

    def tell_held(self, now):
        """Notes that the loop was held up by the handle or turn that began with event `began`."""
        self.measure(HELD | self.began, now - self.since)

    def close(self):
        if self.dropped is not None:
            self.n_dropped += (self.at - space.HEADER) // SIZE
            self.dropped.longs[self.n_dropped_at()] = self.n_dropped
        elif self.block is not None:
            self.block.seal(self.last_number())
        if self.measures is not None:
            self.measures.seal()

    def abandon(self):
        """For a forked child: goes on in memory."""
        self.dropped = None
        self.block = None
        self.measures = None
        self.open_measures()
        self.lose()


kinds = Kinds(Stream)
