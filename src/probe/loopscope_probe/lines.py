# SPDX-License-Identifier: LGPL-2.1-or-later
"""Source lines: breakpoints on them, and stepping by them.

Lines are traced only in files that have a breakpoint, or in all of the program's own while one steps by lines; so are
asynchronous generators where nothing else tells of them.  At all other times nothing is traced.
"""

import sys

from . import vocabulary as v
from .control import GRAIN_LINE, STOP_COUNT, STOP_GRAIN, hash_path


class Lines:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.control = probe.recorder.control
        self.hashes = {}                 # path: its hash
        self.is_on = False               # lines are traced, on this thread
        self.generators = probe.generators
        self.by_lines = False
        self.control.on_lines = self.control.on_go = self.update
        self.update()

    def update(self):
        """Turns tracing on or off, as the viewer's words have it."""
        words = self.control.words
        self.by_lines = words[STOP_GRAIN] == GRAIN_LINE and words[STOP_COUNT] > 0
        wanted = self.by_lines or bool(self.control.lines)
        if wanted and not self.is_on and sys.gettrace() not in (None, self.entered):
            return                       # the program traces itself
        if wanted != self.is_on:
            sys.settrace(self.entered if wanted or self.generators.by_frame else None)
            self.is_on = wanted
        frame = sys._getframe(1)
        while wanted and frame is not None:
            if id(frame) in self.generators.by_frame:
                frame.f_trace_lines = True
            elif self.is_wanted(frame.f_code):
                frame.f_trace = self.line
            frame = frame.f_back

    def is_wanted(self, code):
        known = self.frames.code(code)
        if known.is_internal:
            return False
        return self.by_lines and not known.is_library or any(self.hash(known.file) == file for file, line in self.control.lines)

    def hash(self, file):
        number = self.hashes.get(file)
        if number is None:
            number = self.hashes[file] = hash_path(file)
        return number

    def trace_generators(self):
        """There is one on this thread."""
        if sys.gettrace() is None:
            sys.settrace(self.entered)

    def entered(self, frame, event, argument):
        """A function of the program's is called, or goes on."""
        if not self.recorder.is_open:
            sys.settrace(None)           # the interpreter is about to end
            return None
        by_frame = self.generators.by_frame
        if id(frame) in by_frame and not self.generators.is_monitored:
            frame.f_trace_lines = self.is_on
            self.generators.tell_called(frame)
            return self.of_generator
        if not self.is_on:
            if not by_frame:
                sys.settrace(None)       # the last of them has ended
            return None
        return self.line if self.is_wanted(frame.f_code) else None

    def of_generator(self, frame, event, argument):
        if event == 'return' and id(frame) in self.generators.by_frame:
            self.generators.tell_left(frame, argument)
        elif event == 'exception' and id(frame) in self.generators.by_frame:
            self.generators.tell_raised(frame, argument[1])
        elif event == 'line' and self.is_on and self.is_wanted(frame.f_code):
            self.line(frame, event, argument)
        return self.of_generator

    def line(self, frame, event, argument):
        if event == 'line':
            known = self.frames.code(frame.f_code)
            if self.by_lines or (self.hash(known.file), frame.f_lineno) in self.control.lines:
                stream = self.recorder.here()
                self.recorder.output.flush(stream)
                site = self.frames.names.site(known.file, frame.f_lineno, known.code.co_name)
                stream.emit(v.SOURCE_LINE, stream.task_id, 0, 0, 0, site)
        return self.line
