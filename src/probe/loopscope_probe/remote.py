# SPDX-License-Identifier: LGPL-2.1-or-later
"""Has a program record that runs already: what a viewer has it execute, by sys.remote_exec() of CPython 3.14.

That comes like a signal's handler, between any two steps of the main thread.  While asyncio's own functions are at
work what they hold is neither here nor there, so the loop is asked to call back; at all other times recording begins
at once, for there may be no later: the program may be stuck.
"""

import inspect
import os
import sys

from . import make, obstacle

LIBRARY = os.path.dirname(os.__file__) + '/'
AGAIN = 'again'                  # what is said if the moment is a bad one, and no loop runs that could tell a better
HERE = '<string>'                # where the frames are from that do this


def is_importing():
    """A part of the standard library is there, but not whole; it may be one that the probe needs."""
    for module in list(sys.modules.values()):
        spec = getattr(module, '__spec__', None)
        origin = str(getattr(spec, 'origin', ''))
        if getattr(spec, '_initializing', False) and origin.startswith(LIBRARY) and '-packages/' not in origin:
            return True
    return False


class Moment:
    """Where the main thread stands, by its frames."""

    def __init__(self, frame):
        from asyncio import events, tasks
        folder = os.path.dirname(events.__file__) + '/'
        self.loop = events._get_running_loop()
        self.handle = None               # that the loop runs
        self.is_inside = False           # asyncio's own functions are at work, other than coroutines that await
        innermost = frame
        while frame is not None and frame.f_code is not events.Handle._run.__code__:
            is_own = frame.f_code.co_filename.startswith(folder)
            if is_own and (frame is innermost or not frame.f_code.co_flags & inspect.CO_COROUTINE):
                self.is_inside = True
            frame = frame.f_back
        if frame is not None:
            self.handle = frame.f_locals.get('self')
            self.is_inside = self.is_inside or frame is innermost
        self.task = tasks.current_task(self.loop) if self.loop is not None else None
        owner = getattr(getattr(self.handle, '_callback', None), '__self__', None)
        self.is_step = isinstance(owner, (tasks._PyTask, tasks.Task))

    def is_good(self):
        if self.loop is None:
            return not self.is_inside
        return self.handle is not None and not self.is_inside and (self.task is not None or not self.is_step)


def interrupted():
    """The frame below those of what is executed, and of what that has executed in turn: see ls-remote.c."""
    frame = sys._getframe(2)
    for _ in range(2):
        frame = frame.f_back if frame is not None and frame.f_code.co_filename == HERE else frame
    return frame


def say(folder, error):
    """To the viewer, which waits for it or for the entry."""
    path = os.path.join(folder, f'{os.getpid()}.said')
    with open(path + '.new', 'w', encoding='utf-8', errors='replace') as file:
        file.write(error if isinstance(error, str) else f'{type(error).__name__}: {error}')
    os.replace(path + '.new', path)


def record(folder):
    try:
        probe = make({'LOOPSCOPE': '1', 'LOOPSCOPE_RUNTIME': folder})
        if probe.recorder.control.listener is None:
            raise RuntimeError('it records, but viewers cannot come to it')
    except Exception as error:
        say(folder, error)


def begin(folder, frame=None, record=record):
    """Records now or soon; or says in a file of `folder`, where viewers look for programs, why it does not."""
    why_not = obstacle()
    if why_not is not None:
        say(folder, f'RuntimeError: {why_not}')
    elif is_importing():
        say(folder, AGAIN)
    elif 'asyncio' not in sys.modules:
        record(folder)
    else:
        moment = Moment(frame or interrupted())
        if moment.is_good():
            record(folder)
        elif moment.loop is not None and not getattr(moment.loop, '_stopping', False):
            moment.loop.call_soon_threadsafe(record_once, folder, record)
        else:
            say(folder, AGAIN)


def record_once(folder, record):
    """Who is asked several times records once."""
    if obstacle() is None:
        record(folder)
