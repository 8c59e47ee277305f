# SPDX-License-Identifier: GPL-3.0-or-later
"""Executes a Python program under the probe, in virtual time."""
import os
import pathlib
import subprocess
import tempfile

import dumprecord
from programs import PYTHON, Traced

PROBE = pathlib.Path(__file__).parent.parent / 'src' / 'probe'


class Probed:
    """A Python program after its end: what it printed, its exit code, its record."""

    def __init__(self, loopscope, program, arguments=(), interrupt_at=None):
        with tempfile.TemporaryDirectory() as folder:
            trace = os.path.join(folder, 'a.looptrace')
            env = dict(os.environ, LOOPSCOPE_TRACE=trace, LOOPSCOPE_CLOCK='instant', PYTHONDONTWRITEBYTECODE='1',
                       PYTHONPATH=str(PROBE / 'sitecustomize'))
            if interrupt_at is not None:
                env['LOOPSCOPE_INTERRUPT_AT'] = str(interrupt_at)
            ended = subprocess.run([PYTHON, program, *arguments], env=env, capture_output=True, text=True, timeout=60)
            self.stdout, self.stderr, self.code = ended.stdout, ended.stderr, ended.returncode
            self.record = dumprecord.record_of(Traced.take(loopscope, trace, '--json'))
