#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stays real in virtual time is told when it is used, once each.

    test-probe-real.py LOOPSCOPE
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from beside import Trace, environment  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

SCRIPT = pathlib.Path(__file__).parent / 'probe' / 'real.py'
USED = {'datetime.now()': 19, 'time.localtime()': 20, 'the timeout of a thread': 21, 'a child process': 24}


def execute(trace, clock):
    ended = subprocess.run([PYTHON, SCRIPT], env=dict(environment(trace), LOOPSCOPE_CLOCK=clock), capture_output=True,
                           text=True, timeout=60)
    return ended.stdout, [line for line in ended.stderr.splitlines() if line.startswith('loopscope')]


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.looptrace')
        out, notes = execute(path, 'instant')
        told = [(re.sub('^in virtual time (.*) stays real$', r'\1', event['value']), event['site']['line'])
                for event in Trace(sys.argv[1], path).of('warning')]
        tap.same(str(told), str(list(USED.items())), 'each is told once, where it is used')
        tap.same('\n'.join(notes), 'loopscope: in virtual time these stayed real: '
                 + '; '.join(f'{what} (real.py, line {line})' for what, line in USED.items()), 'and all of them at the end')
        tap.same(out, 'end\n', 'the program goes on')
        out, notes = execute(path, 'real')
        tap.case(not notes and not Trace(sys.argv[1], path).of('warning'), 'in real time nothing is told', str(notes))
    tap.done()


main()
