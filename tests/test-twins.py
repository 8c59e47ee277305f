#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine records of an example and what the probe records of its Python twin are the same: event by event on the
projection that src/trace/FORMAT.md writes down, which is that of `loopscope diff`; and by the oracle's record.

    test-twins.py LOOPSCOPE EXAMPLES [NAME...]        EXAMPLES: folder of the compiled programs

An example whose time is real is compared task by task and without its times: which task comes first is the machine's.
"""
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402
from twins import Comparison, Count, Run, run_python  # noqa: E402

SOURCES = pathlib.Path(__file__).parent.parent / 'src' / 'examples'
# Programs that are no twins: a compiled one, a Python one, and what has to be told of the first difference.
NO_TWINS = (('two-tasks', 'three-tasks', 'task-created'), ('wait-for', 'shield', '@@'),
            ('bounded-queue', 'producer-consumer', 'queue-created'))


class Twins:
    """An example's two programs after their ends."""

    def __init__(self, folder, examples, example, python=None):
        name, arguments, interrupt_at = example['name'], example['arguments'], example.get('interrupt-at')
        self.is_real = example['clock'] == 'real'
        clock = 'real' if self.is_real else 'instant'
        self.c = Run([examples / name, *arguments], folder / f'{name}.looptrace', clock, interrupt_at)
        self.python = run_python(SOURCES / f'{python or name}.py', arguments, folder / f'{name}.py.looptrace', clock,
                                 interrupt_at)

    def compare(self, loopscope):
        return Comparison(loopscope, self.c.trace, self.python.trace, ['--by-task'] if self.is_real else [])


def compare(tap, loopscope, twins, name, count):
    if not twins.is_real:
        tap.same(twins.python.stdout, twins.c.stdout, f'{name}: both print the same')
        tap.same(twins.python.record(loopscope), twins.c.record(loopscope), f'{name}: the same record')
    tap.case(twins.python.code == twins.c.code, f'{name}: the same exit code')
    comparison = twins.compare(loopscope)
    tap.case(comparison.same, f'{name}: the same events', comparison.text)
    print(f'#   compared: {Count(comparison)}')
    count.add(comparison)


def find_differences(tap, loopscope, folder, examples, catalogue):
    """The test of the test."""
    for name, other, expected in NO_TWINS:
        comparison = Twins(folder, examples, catalogue[name], other).compare(loopscope)
        tap.case(not comparison.same and expected in comparison.text, f'{name} and {other}.py are no twins', comparison.text)


def main():
    tap, count = Tap(), Count()
    loopscope, examples, names = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    catalogue = {example['name']: example for example in json.loads((SOURCES / 'catalogue.json').read_text())}
    with tempfile.TemporaryDirectory() as folder:
        for name in names or catalogue:
            compare(tap, loopscope, Twins(pathlib.Path(folder), examples, catalogue[name]), name, count)
        if not names:
            find_differences(tap, loopscope, pathlib.Path(folder), examples, catalogue)
            tap.case(all(2 * compared > events for compared, events in zip(count.compared, count.events)),
                     f'compared: {count}')
    tap.done()


main()
