# SPDX-License-Identifier: LGPL-2.1-or-later
"""Keeps a trace within a limit by giving its oldest blocks back to the file system.

The trace falls into segments, each of which begins with a snapshot, so that it can be read without those before it; the
oldest are given up whole.  The same as src/trace/ls-trace-ration.c.
"""

from .space import BLOCK, EVENTS, MEASURES, TEXTS

N_SEGMENTS = 8                   # that the limit holds; the fewer, the more is given up at a time
SEGMENT_MIN = 4                  # blocks: a snapshot may need some of its own
COUNTED = frozenset((EVENTS, MEASURES, TEXTS))


class Ration:
    def __init__(self, limit, always=False):
        self.limit = max(limit // BLOCK, 2 * SEGMENT_MIN) if limit else 0        # blocks to keep; 0: all
        self.segment_size = max(self.limit // N_SEGMENTS, SEGMENT_MIN)
        self.always = always
        self.is_due = always             # it is time for the next segment
        self.on_due = None
        self.kept = 0                    # blocks that can be given back and have not been
        self.in_segment = 0              # of them, taken in the present one
        self.closed = []                 # (number, last event that needs it) of blocks that nobody writes any more
        self.segments = [0]              # numbers of their first events, the present one last

    def allow(self, kind):
        """Counts a block that is to be taken.  False if the limit is passed by as much again, since the program never
        comes to where a segment can begin."""
        if not self.limit or kind not in COUNTED:
            return True
        if self.kept >= 2 * self.limit:
            return False
        self.kept += 1
        self.in_segment += 1
        if self.in_segment >= self.segment_size and not self.is_due:
            self.is_due = True
            if self.on_due is not None:
                self.on_due()
        return True

    def add(self, block, last):
        """A block has been sealed, and no event after `last` needs it."""
        if self.limit and block.number > 0:
            self.closed.append((block.number, last))

    def begin(self, space, first):
        """A segment begins with that event.  The oldest go if this one might not fit otherwise."""
        self.segments.append(first)
        self.in_segment = 0
        self.is_due = self.always
        while self.limit and len(self.segments) > 1 and self.kept + self.segment_size > self.limit:
            del self.segments[0]
            self.give_back_before(space, self.segments[0])

    def give_back_before(self, space, first):
        """Readers are told first, so that they do not take what is gone for damage."""
        space.header.longs[4] = first
        left = []
        for number, last in self.closed:
            if last >= first:
                left.append((number, last))
                continue
            space.header.words[6] = max(space.header.words[6], number + 1)
            if space.give_back(number):
                self.kept -= 1
        self.closed = left
