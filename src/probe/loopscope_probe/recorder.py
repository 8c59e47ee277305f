# SPDX-License-Identifier: LGPL-2.1-or-later
"""The one recorder of the process: its trace, its streams, and the numbers that things have."""

import os
import sys
import _thread

from . import space
from .clock import Clock
from .control import Control
from .host import Host
from .names import Names, entry, encode
from .ration import Ration
from .stream import Counter, Stream
from .values import Values

(RUNTIME, PROGRAM, ARGUMENTS, EXAMPLE, PID, START) = range(16, 22)
PLAIN = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%')


def quote(word):
    """A word of a command line as one would type it."""
    if word and PLAIN.issuperset(word):
        return word
    return "'" + word.replace("'", "'\\''") + "'"


class Recorder:
    """Made once; see start()."""

    def __init__(self, options):
        self.options = options
        self.clock = Clock(options.clock)
        self.file = space.Space(options.trace, Ration(options.limit, options.snapshots))
        self.counter = Counter()
        self.names = Names(self.file, self.counter)
        self.values = Values(self.names, options.values, not self.clock.is_virtual)
        self.control = Host(options.runtime) if options.is_host else Control()
        self.control.names = self.names
        self.control.clock = self.clock
        self.local = _thread._local()
        self.lock = _thread.allocate_lock()
        self.streams = []
        self.n_threads = 0
        self.next_handle = self.next_future = 1
        self.next = {'coro': 1, 'sync': 1, 'loop': 1, 'worker': 1, 'child': 1}
        self.control.on_resume = self.stood_still
        self.is_open = True
        self.tell_blocking = None        # until asyncio has been imported
        self.pid = os.getpid()
        self.describe()

    def describe(self):
        """Says which program this is."""
        block = self.file.take(space.PROCESS)
        if block is None:
            return
        with open('/proc/self/cmdline', 'rb') as file:
            words = [os.fsdecode(word) for word in file.read().split(b'\0')[:-1]]
        self.runtime, self.command = f'CPython {sys.version.split()[0]}', ' '.join(map(quote, words))
        texts = [(RUNTIME, self.runtime), (PROGRAM, self.options.program or sys.executable), (ARGUMENTS, self.command)]
        if self.options.example:
            texts.append((EXAMPLE, self.options.example))
        data = b''.join(entry(kind, encode(text)[:8192]) for kind, text in texts)
        data += entry(PID, self.pid.to_bytes(8, sys.byteorder))
        data += entry(START, (self.clock.began_at // 1000).to_bytes(8, sys.byteorder))
        block.memory[space.HEADER:space.HEADER + len(data)] = data
        block.words[3] = space.HEADER + len(data)
        block.seal()

    def receive_viewers(self):
        """Has viewers find this process; raises OSError."""
        self.control.receive(self.runtime, self.command, self.options.trace)

    def here(self):
        """The calling thread's stream."""
        try:
            return self.local.stream
        except AttributeError:
            return self.add_stream()

    def add_stream(self):
        with self.lock:
            self.n_threads += 1
            stream = Stream(self.file, self.counter, self.clock, self.control, self.n_threads)
            self.streams.append(stream)
        if not self.is_open:
            stream.abandon()
        stream.may_stop = self.n_threads == 1
        self.local.stream = stream
        return stream

    def blocking(self, seconds):
        """A call that holds its thread for so long, before it does."""
        if self.tell_blocking is not None:
            self.tell_blocking(seconds)

    def stood_still(self, duration):
        """Whoever stood still has not held the loop meanwhile."""
        stream = self.here()
        if stream.since:
            stream.since += duration

    def new_handle(self):
        number = self.next_handle
        self.next_handle = number + 1
        return number

    def new_future(self):
        number = self.next_future
        self.next_future = number + 1
        return number

    def new_id(self, what):
        number = self.next[what]
        self.next[what] = number + 1
        return number

    def close(self):
        """Completes the trace; what other threads still say is passed over."""
        if not self.is_open or os.getpid() != self.pid:
            return
        self.is_open = False
        for stream in self.streams:
            stream.close()
        self.names.close()
        self.file.close()
        self.control.end()
        self.abandon_streams()

    def abandon(self):
        """For a forked child: touches neither the parent's file nor its socket."""
        self.is_open = False
        self.file.abandon()
        self.names.abandon()
        self.control.abandon()
        self.abandon_streams()

    def abandon_streams(self):
        self.file.is_full = True
        for stream in self.streams:
            stream.page = self.control.longs
            stream.abandon()
