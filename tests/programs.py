# SPDX-License-Identifier: GPL-3.0-or-later
"""Executes programs in virtual time: Python ones on CPython's asyncio, compiled ones on the engine."""
import json
import os
import pathlib
import re
import subprocess
import tempfile

import dumprecord

HERE = pathlib.Path(__file__).parent
PYTHON = os.environ.get('LOOPSCOPE_TEST_PYTHON', '/usr/bin/python3')      # the CPython that is tested


def without_lines(dump):
    """The dump without the lines of the engine's own sources, which are no business of the program's."""
    return re.sub(r'( at ls-[a-z-]+\.c):\d+ in ', r'\1 in ', dump)


class Traced:
    """A compiled program after its end: what it printed, the dump of its trace (unless not wanted), its record and events."""

    def __init__(self, loopscope, program, arguments=(), interrupt_at=None, dumped=True, timeout=60, clock='instant'):
        with tempfile.TemporaryDirectory() as folder:
            trace = os.path.join(folder, 'a.looptrace')
            env = dict(os.environ, LOOPSCOPE_TRACE=trace, LOOPSCOPE_CLOCK=clock)
            if interrupt_at is not None:
                env['LOOPSCOPE_INTERRUPT_AT'] = str(interrupt_at)
            ended = subprocess.run([program, *arguments], env=env, capture_output=True, text=True, timeout=timeout)
            self.stdout, self.stderr, self.code = ended.stdout, ended.stderr, ended.returncode
            self.dump = without_lines(self.take(loopscope, trace)) if dumped else ''
            json_dump = self.take(loopscope, trace, '--json')
            self.record = dumprecord.record_of(json_dump)
            self.events = json.loads(json_dump)['events']

    @staticmethod
    def take(loopscope, trace, *options):
        command = [loopscope, 'dump', '--deterministic', *options, trace]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


class Recorded:
    """A Python program after its end: what it printed, its exit code, its record."""

    def __init__(self, program, arguments=(), interrupt_at=None):
        options = [] if interrupt_at is None else ['--interrupt-at', str(interrupt_at)]
        with tempfile.NamedTemporaryFile() as file:
            ended = subprocess.run([PYTHON, HERE / 'oracle.py', '-o', file.name, *options, program, *arguments],
                                   capture_output=True, text=True, timeout=60)
            self.stdout, self.code = ended.stdout, ended.returncode
            self.record = file.read().decode()


class Oracle:
    """Executes one Python program many times, as Recorded does, but without the start of Python each time."""

    def __init__(self, program):
        self.server = subprocess.Popen([PYTHON, HERE / 'oracle.py', '--serve', program], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def record(self, arguments):
        """The exit code and the record."""
        print(json.dumps(arguments), file=self.server.stdin, flush=True)
        return json.loads(self.server.stdout.readline())

    def close(self):
        self.server.communicate()
