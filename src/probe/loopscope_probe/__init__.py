# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records what CPython's asyncio does, for Loopscope.

`loopscope run script.py` starts python3 itself with a folder on PYTHONPATH whose sitecustomize calls start().  Nothing
is imported that the program might have a module of its own for: asyncio is waited for.
"""

import os
import sys

recording = None                 # the one Probe of the process


class Options:
    """What the starter says in the environment, which start() clears of it."""

    def __init__(self, environ):
        def take(name):
            return environ.pop(f'LOOPSCOPE_{name}', None)

        self.trace = take('TRACE')
        self.page, self.socket = take('CONTROL'), take('SOCKET')
        self.runtime = take('RUNTIME')
        self.is_host = environ.pop('LOOPSCOPE', None) == '1' and self.page is None
        self.clock = take('CLOCK') or 'real'
        self.interrupt_at = float(take('INTERRUPT_AT') or 0)
        self.keep = take('KEEP_ON')
        self.limit = int(take('LIMIT') or (64 << 20 if self.keep else 2 << 30))
        self.snapshots = take('SNAPSHOTS') == '1'        # as often as there can be one
        self.example = take('EXAMPLE')
        self.script = take('SCRIPT')
        self.values = take('VALUES') != 'none'
        self.locals = take('LOCALS') is not None
        self.program = None


def complain(text):
    print(f'loopscope: {text}', file=sys.stderr)


def obstacle():
    """Why this process cannot begin to record; None if it can."""
    if recording is not None:
        return 'it is recorded already, or comes of a program that is'
    if not getattr(sys, '_is_gil_enabled', lambda: True)():
        return 'this Python runs without its global lock, which the probe needs: “PYTHON_GIL=1” gives it that'
    return None


def make(environ):
    """Records this process as `environ` says.  Raises OSError where the trace cannot be written."""
    global recording
    from .probe import Probe
    options = Options(environ)
    if options.trace is None:
        from .host import new_trace
        options.trace = new_trace('python')
    if options.script:
        from .script import stand_for
        stand_for(options.script)
    try:
        recording = Probe(options)
    except OSError as error:
        raise OSError(f'cannot write the trace “{options.trace}”: {error.strerror or error}') from None
    return recording


def start(environ=os.environ):
    """Records this process as the environment says, which is cleared of it; without a word there does nothing."""
    if 'LOOPSCOPE_TRACE' not in environ and environ.get('LOOPSCOPE') != '1':
        return None
    why_not = obstacle()
    if why_not is not None:
        complain(f'nothing is recorded: {why_not}')
        return None
    try:
        return make(environ)
    except OSError as error:
        complain(f'nothing is recorded: {error}')
        return None
