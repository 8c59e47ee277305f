#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A leak, a write behind a block and an overflow are caught, also on a task's stack: a tree in which no test fails
has looked for them.

    test-sanitizers.py PROGRAM
"""
import subprocess
import sys

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

REPORTS = {'leak': 'LeakSanitizer: detected memory leaks', 'write-behind': 'heap-buffer-overflow',
           'overflow': 'signed integer overflow'}


def main():
    tap = Tap()
    for mistake, report in REPORTS.items():
        ended = subprocess.run([sys.argv[1], mistake], capture_output=True, text=True, timeout=60)
        tap.case(ended.returncode not in (0, 2) and report in ended.stderr, f'{mistake} is caught',
                 f'it ended with {ended.returncode}\n{ended.stderr}')
    tap.done()


main()
