# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled programs and their Python twins: executed, recorded, and compared event by event."""
import json
import os
import subprocess

import dumprecord
from programs import HERE, PYTHON

PROBE = HERE.parent / 'src' / 'probe'


class Run:
    """A program after its end, and the trace that it left."""

    def __init__(self, command, trace, clock='instant', interrupt_at=None, timeout=60, **more):
        env = dict(os.environ, LOOPSCOPE_TRACE=str(trace), LOOPSCOPE_CLOCK=clock, **more)
        if interrupt_at is not None:
            env['LOOPSCOPE_INTERRUPT_AT'] = str(interrupt_at)
        ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout)
        self.trace = trace
        self.stdout, self.stderr, self.code = ended.stdout, ended.stderr, ended.returncode

    def record(self, loopscope):
        """What the oracle writes of a program, made from the trace."""
        dump = subprocess.run([loopscope, 'dump', '--deterministic', '--json', self.trace], capture_output=True, text=True,
                              timeout=60, check=True)
        return dumprecord.record_of(dump.stdout)


def run_python(program, arguments, trace, *options):
    """As Run(), of a Python program under the probe."""
    return Run([PYTHON, program, *arguments], trace, *options, PYTHONDONTWRITEBYTECODE='1',
               PYTHONPATH=str(PROBE / 'sitecustomize'))


class Probes:
    """Executes one Python program under the probe many times, without the start of Python each time."""

    def __init__(self, program):
        self.server = subprocess.Popen([PYTHON, HERE / 'probed.py', program], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def record(self, arguments, trace):
        """Returns the exit code."""
        print(json.dumps([arguments, str(trace)]), file=self.server.stdin, flush=True)
        return int(self.server.stdout.readline())

    def close(self):
        self.server.communicate()


class Comparison:
    """What `loopscope diff` says of two traces."""

    def __init__(self, loopscope, a, b, options=()):
        command = [loopscope, 'diff', *options]
        ended = subprocess.run([*command, '--json', a, b], capture_output=True, text=True, timeout=60)
        if ended.returncode not in (0, 1):
            raise ValueError(f'loopscope diff: {ended.stderr}')
        told = json.loads(ended.stdout)
        self.same = told['same'] and ended.returncode == 0
        self.compared = [told[side]['compared'] for side in 'ab']
        self.events = [told[side]['events'] for side in 'ab']
        # The first difference with its context, as text.
        self.text = '' if self.same else subprocess.run([*command, '--context', '6', a, b], capture_output=True,
                                                        text=True, timeout=60).stdout


class Count:
    """How many events have been compared, and of how many: of C, of Python."""

    def __init__(self, *comparisons):
        self.compared, self.events = [0, 0], [0, 0]
        for comparison in comparisons:
            self.add(comparison)

    def add(self, comparison):
        for side in range(2):
            self.compared[side] += comparison.compared[side]
            self.events[side] += comparison.events[side]

    def __add__(self, other):
        return Count(self, other)

    def __str__(self):
        return ', '.join(f'{compared} of {events} events of {name} ({100 * compared // max(events, 1)} %)'
                         for name, compared, events in zip(('C', 'Python'), self.compared, self.events))
