#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine records of an example and what the probe records of its Python twin are the same, on the projection
that src/trace/FORMAT.md writes down.

    test-twins.py LOOPSCOPE EXAMPLES [NAME...]        EXAMPLES: folder of the compiled programs
"""
import json
import pathlib
import sys

sys.dont_write_bytecode = True
from probed import Probed  # noqa: E402
from programs import Traced  # noqa: E402
from tap import Tap  # noqa: E402

SOURCES = pathlib.Path(__file__).parent.parent / 'src' / 'examples'


def main():
    tap = Tap()
    loopscope, examples, names = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    for example in json.loads((SOURCES / 'catalogue.json').read_text()):
        name = example['name']
        if names and name not in names:
            continue
        if example['clock'] == 'real':
            tap.skip(f'{name}: C and Python are twins', 'its time is real')
            continue
        arguments, interrupt_at = example['arguments'], example.get('interrupt-at')
        c = Traced(loopscope, examples / name, arguments, interrupt_at, dumped=False)
        python = Probed(loopscope, SOURCES / f'{name}.py', arguments, interrupt_at)
        tap.same(python.stdout, c.stdout, f'{name}: both print the same')
        tap.same(python.record, c.record, f'{name}: C and Python are twins')
    tap.done()


main()
