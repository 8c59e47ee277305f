#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that nobody wrote do the same on the engine as on CPython, record for record.

    test-random-programs.py LOOPSCOPE PROGRAM [FIRST [COUNT]]

PROGRAM is the compiled oracle/random-program.c.  A case is a seed; by default those from 1 to 50.
"""
import pathlib
import sys

sys.dont_write_bytecode = True
from programs import Recorded, Traced  # noqa: E402
from tap import Tap  # noqa: E402

# What is told when an object goes: CPython keeps some in rings of references until it collects garbage.
AS_OBJECTS_GO = ('warning ', 'exception-handler ')

SOURCE = pathlib.Path(__file__).parent / 'oracle' / 'random-program.py'


def without_garbage(record):
    return ''.join(line + '\n' for line in record.splitlines() if not line.startswith(AS_OBJECTS_GO))


def main():
    loopscope, program = sys.argv[1:3]
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 50
    tap = Tap()
    for seed in range(first, first + count):
        python, traced = Recorded(SOURCE, [str(seed)]), Traced(loopscope, program, [str(seed)])
        if python.code != traced.code:
            tap.case(False, f'seed {seed}', f'exit codes {python.code} and {traced.code}\n{traced.stderr}')
        else:
            tap.same(without_garbage(traced.record), without_garbage(python.record), f'seed {seed}')
    tap.done()


main()
