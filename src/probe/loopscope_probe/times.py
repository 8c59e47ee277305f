# SPDX-License-Identifier: LGPL-2.1-or-later
"""In virtual time the functions of the module `time` agree with the loop; and a blocking sleep is told in any time."""

import operator
import sys
import time
from _thread import get_ident

from . import links, vocabulary as v
from .values import TooSlow, bits_of

real_sleep = time.sleep


def refuse_in_print(recorder):
    """A repr() that is only asked for the trace does not hold up the program."""
    if recorder.values.printer.is_printing == get_ident():
        raise TooSlow


def install(recorder):
    """Replaces them before the program can have any of them; a virtual clock only."""
    clock = recorder.clock
    epoch = time.time_ns()

    def sleep(*args, **kwargs):
        if len(args) != 1 or kwargs:
            real_sleep(*args, **kwargs)              # which refuses that
        seconds, = args
        seconds = seconds if isinstance(seconds, float) else operator.index(seconds)
        if seconds < 0:
            raise ValueError('sleep length must be non-negative')
        refuse_in_print(recorder)
        recorder.blocking(float(seconds))
        clock.pass_by(round(seconds * 1e9))

    def monotonic():
        return clock.read() / 1e9

    def monotonic_ns():
        return clock.read()

    def perf_counter():
        return clock.read() / 1e9

    def perf_counter_ns():
        return clock.read()

    def now():
        """The log's own readings are not the program's."""
        is_log = sys._getframe(1).f_globals.get('__name__') == 'logging'
        return (epoch + (clock.now if is_log else clock.read())) / 1e9

    def time_ns():
        return epoch + clock.read()

    now.__name__ = now.__qualname__ = 'time'
    for function in sleep, monotonic, monotonic_ns, perf_counter, perf_counter_ns, now, time_ns:
        function.__module__ = 'time'
        setattr(time, function.__name__, function)


class Sleeping:
    """In real time: time.sleep() tells that it blocks, while a loop runs."""

    def __init__(self, recorder):
        self.recorder = recorder

        def before(seconds):
            refuse_in_print(recorder)
            if isinstance(seconds, (int, float)):
                recorder.blocking(float(seconds))
            return seconds

        def after(nothing):
            if recorder.here().loop:     # what comes next did not happen before it
                recorder.clock.look()

        self.sleep = links.of_one(real_sleep, before, after)

    def begin(self):
        if time.sleep is real_sleep:
            time.sleep = self.sleep

    def end(self):
        if time.sleep is self.sleep:
            time.sleep = real_sleep


def tell_blocking(recorder, seconds, site):
    stream = recorder.here()
    if stream.loop:
        stream.mark(recorder.clock.look())
        stream.emit(v.BLOCKING | v.TAG_DOUBLE << 24, stream.task_id, 0, 0, bits_of(seconds), site)
