# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts the parts together: the recorder at once, the hooks when asyncio has been imported."""

import atexit
import os
import sys

from . import complain
from .recorder import Recorder

LIBRARY = os.path.dirname(os.__file__)
HERE = os.path.dirname(__file__) + '/'
FOLDERS = tuple(f'{LIBRARY}/{name}' for name in ('asyncio/', 'concurrent/', 'contextlib.py', 'selectors.py'))


class Waiter:
    """Finds asyncio as others do, and says when it is there."""

    def __init__(self, probe):
        self.probe = probe

    def find_spec(self, name, path=None, target=None):
        if name != 'asyncio':
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                break
        else:
            return None
        stock = spec.loader.exec_module

        def exec_module(module):
            spec.loader.exec_module = stock      # where the library is a zip file all of its modules have one loader
            clock = self.probe.recorder.clock
            now = clock.now
            stock(module)
            clock.now = now              # what is imported reads the time too, which is not the program's doing
            self.probe.install()

        spec.loader.exec_module = exec_module
        return spec


class Probe:
    def __init__(self, options):
        self.options = options
        self.recorder = Recorder(options)
        self.is_installed = False
        self.keep = None
        self.frames = None               # until asyncio is imported: nothing is told before
        if self.recorder.clock.is_virtual:
            from . import times
            from .real import Real
            times.install(self.recorder)
            self.real = Real(self)
            self.real.install()
            atexit.register(self.real.summarize)
        self.recorder.clock.interrupt_at = int(options.interrupt_at * 1e9)
        from .output import Output
        self.recorder.output = Output(self)
        if options.page and options.socket:
            try:
                self.recorder.control.connect(options.page, options.socket, self.recorder.clock)
            except OSError as error:
                complain(error)
        elif options.is_host:
            try:
                self.recorder.receive_viewers()
            except OSError as error:
                complain(error)
        os.register_at_fork(after_in_child=self.recorder.abandon)
        if options.keep:
            self.start_keeping(options.keep)
        atexit.register(self.recorder.close)
        if 'asyncio' in sys.modules:
            self.join()
        else:
            sys.meta_path.insert(0, Waiter(self))

    def start_keeping(self, words):
        from .keep import Keep
        try:
            self.keep = Keep(self.recorder, words)
            self.keep.start()
        except ValueError as error:
            complain(error)
            return
        atexit.register(self.keep.end)

    def join(self):
        """In the middle of a program: what there is already is told first."""
        from asyncio import base_events
        from . import adopt, loops, snapshot
        base_events.BaseEventLoop._loopscope = loops.NoState
        adopt.compare_as_before()
        self.install()
        self.guard(snapshot.Snapshot(self).take)()

    def begin_segment(self, state):
        """Of a loop that is about to poll: all that there is is told anew, and the oldest part of the trace may go."""
        from .snapshot import Snapshot
        recorder, stream = self.recorder, state.stream

        def begin():
            state.end_handle(stream)
            stream.begin_segment()
            recorder.names.begin_segment()
            recorder.file.ration.begin(recorder.file, recorder.counter.n)
            Snapshot(self).take()

        self.guard(begin)()

    def guard(self, function):
        """A mistake of the probe's is not the program's: it ends the recording, and the program goes on."""
        if function is None:
            return None

        def guarded(*args):
            try:
                return function(*args)
            except Exception as error:
                self.failed(error)
                return None

        return guarded

    def failed(self, error):
        if not self.recorder.is_open or isinstance(error, (RecursionError, MemoryError)):
            return                       # the program's own end of its tether: one event is missing
        entry = error.__traceback__
        while entry.tb_next is not None:
            entry = entry.tb_next
        complain(f'nothing is recorded from here on, because of a fault in the probe: {type(error).__name__}: {error} '
                 f'({os.path.basename(entry.tb_frame.f_code.co_filename)}, line {entry.tb_lineno})')
        self.recorder.close()

    def install(self):
        """asyncio has just been imported."""
        from . import (descriptors, errors, frames, generators, lines, locals, loops, order, outside, polls, queues,
                       stream, syncs, tasks, times, waiting)
        self.frames = frames.Frames(self.recorder.names, FOLDERS + (HERE,))
        self.tasks = tasks.Tasks(self)
        self.polls = polls.Polls(self)
        self.descriptors = descriptors.Descriptors(self)
        self.tasks.waiting = self.waiting = waiting.Waiting(self)
        self.syncs = syncs.Syncs(self)
        self.queues = queues.Queues(self)
        self.outside = outside.Outside(self)
        if self.recorder.clock.is_virtual:
            order.put_in_order(tasks.number_of)
            self.real.hear_waits()
        self.generators = generators.Generators(self)
        for part in (self.tasks, self.waiting, self.generators, self.syncs, self.queues, self.outside,
                     errors.Errors(self)):
            part.install()
        self.recorder.tell_blocking = lambda seconds: times.tell_blocking(self.recorder, seconds, self.frames.here(3))
        self.sleeping = times.Sleeping(self.recorder)
        loops.install(self)
        if self.keep is not None:
            self.keep.hear_blocked(stream.Stream, loops)
        self.lines = lines.Lines(self)
        self.locals = locals.Locals(self)
        self.is_installed = True

    def prune(self):
        """Takes the probe's own frames out of the traceback of what leaves the loop."""
        error = sys.exc_info()[1]
        entry = error.__traceback__ if error is not None else None
        while entry is not None:
            while entry.tb_next is not None and entry.tb_next.tb_frame.f_code.co_filename.startswith(HERE):
                entry.tb_next = entry.tb_next.tb_next
            entry = entry.tb_next
