# SPDX-License-Identifier: LGPL-2.1-or-later
"""A flight recorder: of a trace that keeps to a limit, what led to certain moments is kept in copies beside it.

The same as src/trace/ls-keep.c, but that no thread helps: the program itself makes the copies, where a handle ends that
has held the loop for too long, and where a signal's handler runs.  Whoever watches the control page may have made one
while the loop was held.  The trace is removed when the program ends cleanly.
"""

import os
import signal
import sys

from .control import KEPT_SINCE, TURN_SINCE
from .space import BLOCK, EVENTS, MAGIC

SUFFIX = '.looptrace'
MOST = 10                        # copies that a program may leave behind
MS = 1_000_000
USAGE = 'is no reason to keep a recording: say blocked:MILLISECONDS, signal:NAME or crash.'


class Reasons:
    """Raises ValueError where the words are not understood."""

    def __init__(self, words):
        self.blocked = None              # ns: keep when a handle or turn has held the loop for longer
        self.signal = None
        self.crash = False               # keep of a program that dies, or that an exception ends
        for word in words.split(','):
            name, _, value = word.partition(':')
            if name == 'blocked' and value.isdigit() and int(value) > 0:
                self.blocked = int(value) * MS
            elif name == 'signal' and self.number_of(value):
                self.signal = self.number_of(value)
            elif word == 'crash':
                self.crash = True
            else:
                raise ValueError(f'“{word}” {USAGE}')

    @staticmethod
    def number_of(name):
        number = getattr(signal, 'SIG' + name.removeprefix('SIG'), None)
        return number if number not in (signal.SIGKILL, signal.SIGSTOP) else None


def say(text):
    """A signal's handler may come in the middle of what the program prints."""
    os.write(2, f'loopscope: {text}\n'.encode())


def kind_of(data):
    return data[4] if int.from_bytes(data[:4], 'little') == MAGIC else 0


class Keep:
    def __init__(self, recorder, words):
        self.recorder = recorder
        self.trace = recorder.file.path
        self.reasons = Reasons(words)
        self.n_copies = 0
        self.before = None

    def start(self):
        if self.reasons.signal is not None:
            self.before = signal.signal(self.reasons.signal, self.signalled)

    def hear_blocked(self, stream, loops):
        """Has all streams tell of handles that hold the loop for longer than that, at their end."""
        limit = self.reasons.blocked
        if limit is None:
            return
        loops.HELD_LONG = min(loops.HELD_LONG, limit)
        stock = stream.tell_held

        def tell_held(stream, now):
            held = now - stream.since
            stock(stream, now)
            longs = self.recorder.control.longs
            is_kept = 0 != longs[KEPT_SINCE] == longs[TURN_SINCE]        # by who watched, while it was held
            if held >= limit and not is_kept:
                self.make_copy(f'the loop was blocked for {held // MS} ms')

        stream.tell_held = tell_held

    def signalled(self, number, frame):
        self.make_copy(signal.strsignal(number))
        if callable(self.before):
            self.before(number, frame)

    def make_copy(self, reason):
        if self.n_copies == MOST or not self.recorder.is_open:
            return
        self.n_copies += 1
        stem = f'{self.trace.removesuffix(SUFFIX)}-kept-'
        number = 1
        while os.path.exists(f'{stem}{number}{SUFFIX}'):
            number += 1
        path = f'{stem}{number}{SUFFIX}'
        try:
            self.copy(path)
            say(f'{reason}: what led to it is kept in “{path}”.')
        except OSError as error:
            say(f'{reason}: what led to it cannot be kept in “{path}”: {error.strerror}.')
        if self.n_copies == MOST:
            say(f'{MOST} recordings are kept, and no more will be.')

    def copy(self, path):
        """Other threads may write meanwhile.  What was written earlier lies before what was written later, and names
        are written before events that use them: so events are taken from the end on, and all others after them."""
        source = os.open(self.trace, os.O_RDONLY | os.O_CLOEXEC)
        try:
            target = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                for events in True, False:
                    self.copy_blocks(source, target, self.recorder.file.n_blocks, events)
            finally:
                os.close(target)
        finally:
            os.close(source)

    @staticmethod
    def copy_blocks(source, target, n_blocks, events):
        os.ftruncate(target, n_blocks * BLOCK)
        for number in reversed(range(n_blocks)):
            at = number * BLOCK
            try:
                if os.lseek(source, at, os.SEEK_DATA) >= at + BLOCK:
                    continue             # given back, or not used yet: a hole in the copy too
            except OSError:
                continue                 # there is nothing more
            data = os.pread(source, BLOCK, at)
            if (number > 0 and kind_of(data) == EVENTS) == events:
                os.pwrite(target, data, at)

    def end(self):
        """The program has ended, and that cleanly unless by an exception."""
        error = getattr(sys, 'last_type', None)
        is_crash = self.reasons.crash and error is not None and not issubclass(error, KeyboardInterrupt)
        if os.getpid() != self.recorder.pid:
            return
        if is_crash:
            say(f'{error.__name__}: what led to it is kept in “{self.trace}”.')
        else:
            try:
                os.unlink(self.trace)
            except OSError:
                pass
