# SPDX-License-Identifier: LGPL-2.1-or-later
"""What stays real in virtual time is told when it is seen used, once each: as a warning in the trace, and at the end.

Functions of `time` and waits of `threading` are heard of by themselves, children and extensions by audit events.  The
class `datetime` cannot be changed: a program that mentions now(), utcnow() or today() is profiled until it has called
them.  What is not seen: a lock's own acquire(timeout=...), sockets and select() of the program's own, alarms, and what
an extension reads.
"""

import os
import sys
import time
import types

from . import complain, script, vocabulary as v
from .insertion import insert

LIBRARY = os.path.dirname(os.__file__) + '/'
HERE = os.path.dirname(__file__) + '/'
CATEGORY = 'RealTime'
OF_DATETIME = frozenset(('now', 'utcnow', 'today'))
OF_TIME = {'localtime': 0, 'gmtime': 0, 'ctime': 0, 'asctime': 0, 'strftime': 1}     # which argument is the time
CLOCKS = ('clock_gettime', 'clock_gettime_ns')
STARTS_CHILD = frozenset(('subprocess.Popen', 'os.system', 'os.posix_spawn', 'os.fork', 'os.exec'))
IN_WAIT = 'if timeout is not None and timeout > 0: _ls_real_wait()'


def is_of_library(file):
    return file.startswith((LIBRARY, HERE, '<frozen')) and '-packages/' not in file


def mentions(code):
    """Which of datetime's functions some code names, that within it included."""
    found = OF_DATETIME.intersection(code.co_names)
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            found |= mentions(constant)
    return found


class Real:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.seen = {}                   # what: where
        self.mentioned = set()
        self.tell = probe.guard(self.used)
        self.told_called = probe.guard(self.called)

    def install(self):
        """Before the program begins."""
        for name, place in OF_TIME.items():
            setattr(time, name, self.of_time(name, getattr(time, name), place))
        for name in CLOCKS:
            setattr(time, name, self.of_time(name, getattr(time, name), -1))
        sys.addaudithook(self.probe.guard(self.heard))

    def hear_waits(self):
        """Once asyncio has imported threading."""
        import threading
        own = {'_ls_real_wait': lambda: self.tell('the timeout of a thread')}
        for function in threading.Condition.wait, threading.Thread.join:
            insert(function, IN_WAIT, own)

    def of_time(self, name, stock, place):
        """The function as it is, but telling where it reads the clock itself."""
        def function(*args):
            if place < 0 or len(args) <= place or args[place] is None:
                self.tell(f'time.{name}()')
            return stock(*args)

        function.__name__ = function.__qualname__ = name
        function.__module__, function.__doc__ = 'time', stock.__doc__
        return function

    def heard(self, event, args):
        if event == 'exec':
            self.executed(args[0])
        elif event in STARTS_CHILD:
            self.used('a child process')
        elif event == 'import' and args[1] is not None and not is_of_library(args[1]):
            self.used(f'the C extension {args[0].partition(".")[0]}')

    def executed(self, code):
        if type(code) is types.CodeType and not is_of_library(code.co_filename):
            self.mentioned |= mentions(code)
            if self.mentioned and sys.getprofile() is None:
                sys.setprofile(self.told_called)

    def called(self, frame, event, function):
        if event != 'c_call' or function.__name__ not in OF_DATETIME:
            return
        kind = function.__self__
        if isinstance(kind, type) and kind.__module__ == 'datetime' and not is_of_library(frame.f_code.co_filename):
            self.tell(f'{kind.__name__}.{function.__name__}()')
            self.mentioned.discard(function.__name__)
            if not self.mentioned:
                sys.setprofile(None)

    def used(self, what):
        if what in self.seen or not self.recorder.is_open:
            return
        file, line, function = self.place()
        if not line:
            return
        self.seen[what] = f'{os.path.basename(file)}, line {line}'
        names = self.recorder.names
        self.recorder.here().emit(v.WARNING | v.TAG_STRING << 24, 0, names.string(CATEGORY), 0,
                                  names.string(f'in virtual time {what} stays real'), names.site(file, line, function))

    @staticmethod
    def place():
        """The innermost line that runs and is not the library's."""
        frame = sys._getframe(1)
        while frame is not None and is_of_library(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None:
            return '', 0, ''
        code = frame.f_code
        return script.names.get(code.co_filename, code.co_filename), frame.f_lineno or 0, code.co_name

    def summarize(self):
        """At the end, for who has no window."""
        if self.seen and os.getpid() == self.recorder.pid:
            complain('in virtual time these stayed real: '
                     + '; '.join(f'{what} ({place})' for what, place in self.seen.items()))
