#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""CPython's own tests of asyncio pass with the probe recording, as they do without.

    test-probe-asyncio.py LOOPSCOPE [MODULE...]

A test that fails with the probe is tried again alone, with and without, so that one that has failed for want of time,
or that fails on this machine anyhow, is not held against the probe.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from beside import Ended, Trace  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

SUITE = 'test.test_asyncio'
FAILED = re.compile(r'^(?:FAIL|ERROR): (.*)$', re.MULTILINE)
COUNT = re.compile(r'^Ran (\d+) tests?', re.MULTILINE)
FAULT = 'loopscope: '                # the probe's own words
MODULE_LIMIT = 600                   # s


def modules():
    """Those of the suite that the tested Python has."""
    found = subprocess.run([PYTHON, '-c', f'import {SUITE} as suite; print(suite.__path__[0])'], capture_output=True,
                           text=True)
    return sorted(path.stem for path in pathlib.Path(found.stdout.strip()).glob('test_*.py')) if not found.returncode else []


class Results:
    """Of some tests: those that failed, by name, and what they said."""

    def __init__(self, names, trace=None):
        try:
            ended = Ended('-X', 'faulthandler', '-m', 'unittest', *names, trace=trace, timeout=MODULE_LIMIT)
        except subprocess.TimeoutExpired as late:
            self.text, self.code = (late.stderr or b'').decode(errors='replace'), 'no end'
        else:
            self.text, self.code = ended.stderr.decode(errors='replace'), ended.code
        count = COUNT.search(self.text)
        self.count = int(count[1]) if count else 0
        self.failed = {self.name(line) for line in FAILED.findall(self.text)}
        if self.code not in (0, 1):
            self.failed.add(f'it ended with {self.code}')

    @staticmethod
    def name(line):
        """From "test_x (test.test_asyncio.test_y.Class.test_x)", or a module's, what unittest takes as a name."""
        inner = re.search(r'\(([\w.]+)\)', line)
        return inner[1] if inner else line

    def fault(self):
        return next((line for line in self.text.splitlines() if FAULT in line), '')


def new_failures(name, results, trace):
    """Those that fail with the probe each time, and without it do not."""
    new = []
    for failed in sorted(results.failed):
        is_test = failed.startswith(SUITE)
        target = failed if is_test else f'{SUITE}.{name}'
        if Results([target], trace=trace).failed and not Results([target]).failed:
            new.append(failed)
    return new


def check(tap, loopscope, folder, name):
    trace = os.path.join(folder, 'a.looptrace')
    results = Results([f'{SUITE}.{name}'], trace=trace)
    new = new_failures(name, results, os.path.join(folder, 'again.looptrace')) if results.failed else []
    tap.case(not new, f'{name}: none of {results.count} tests fails that does not without the probe',
             '\n'.join(new) + '\n' + results.text[-4000:])
    read = Trace(loopscope, trace)
    tap.case(read.is_complete and not read.problems and not results.fault(), f'{name}: it is recorded to its end',
             f'{results.fault()}\n{read.error}')


def main():
    tap = Tap()
    names = sys.argv[2:] or modules()
    if not names:
        tap.skip('asyncio', 'the package libpython3.11-testsuite is not installed')
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            check(tap, sys.argv[1], folder, name)
    tap.done()


main()
