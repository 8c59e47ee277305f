#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that nobody wrote do the same on the engine as on CPython: record for record as the oracle has it, and event
for event as the probe has it.

    test-random-programs.py LOOPSCOPE PROGRAM [--first SEED] [--seeds COUNT] [--by record|events]
    test-random-programs.py LOOPSCOPE PROGRAM --find

PROGRAM is the compiled oracle/random-program.c.  Each number from the first on is the seed of a program; a case is a
hundred of them.  Where one differs, as many of its steps are left out as can be with some difference left, and what
remains is told.  The second form tests that: PROGRAM has a fault.
"""
import argparse
import ast
import concurrent.futures
import contextlib
import difflib
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from programs import HERE, PYTHON, Oracle, Traced  # noqa: E402
from tap import Tap  # noqa: E402
from twins import Comparison, Count, Probes, Run  # noqa: E402

# What is told when an object goes: CPython keeps some in rings of references until it collects garbage.
AS_OBJECTS_GO = ('warning ', 'exception-handler ')
WITHOUT_GARBAGE = ('--without', 'warning', '--without', 'exception-handler')
MOST_TRIALS = 300                        # of programs with steps left out
MOST_TOLD = 3                            # programs of a batch that are made small
BATCH = 100
PATIENCE = 20                            # seconds; a program takes milliseconds, if it ends at all

# Programs by which a difference between the events of the engine and of the probe was found.
FOUND = {
    3: 'a task that is cancelled ends with the message of that',
    5: 'as_completed() knows how many are left',
    7: 'who waits behind a shield waits for a task',
    9: 'a cancel that comes by way of gather() is delivered',
    45: 'a permit that is given on is not released',
    46: 'what goes with the handle before is heard of before a turn begins',
    190: 'a timer that has fired is cancelled as a handle',
    280: 'a permit is had before the next is woken',
    342: 'a turn that is cancelled where it waits ends before what that causes',
    510: 'who was woken does not leave the queue',
    564: 'who is passed over leaves the queue',
}

SOURCE = HERE / 'oracle' / 'random-program.py'


def without_garbage(record):
    return [line for line in record.splitlines() if not line.startswith(AS_OBJECTS_GO)]


class ByRecord:
    """Compares the oracle's records."""

    def __init__(self, loopscope, program):
        self.loopscope, self.program = loopscope, program
        self.oracle = Oracle(SOURCE)

    def difference(self, arguments):
        code, record = self.oracle.record(arguments)
        traced = Traced(self.loopscope, self.program, arguments, dumped=False, timeout=PATIENCE)
        if traced.code != code:
            return f'exit codes {code} and {traced.code}\n{traced.stderr}'
        diff = difflib.unified_diff(without_garbage(record), without_garbage(traced.record), 'CPython', 'engine',
                                    lineterm='', n=3)
        return '\n'.join(list(diff)[:40])

    def close(self):
        self.oracle.close()


class ByEvents:
    """Compares the events of the engine with those of the probe."""

    def __init__(self, loopscope, program):
        self.loopscope, self.program = loopscope, program
        self.probes = Probes(SOURCE)
        self.folder = tempfile.TemporaryDirectory()
        self.count = Count()

    def difference(self, arguments):
        c, python = (os.path.join(self.folder.name, name) for name in ('c.looptrace', 'python.looptrace'))
        for trace in c, python:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(trace)
        code = self.probes.record(arguments, python)
        run = Run([self.program, *arguments], c, timeout=PATIENCE)
        if run.code != code:
            return f'exit codes {code} and {run.code}\n{run.stderr}'
        comparison = Comparison(self.loopscope, c, python, WITHOUT_GARBAGE)
        self.count.add(comparison)
        return comparison.text

    def close(self):
        self.probes.close()
        self.folder.cleanup()


WAYS = {'record': ByRecord, 'events': ByEvents}


class Comparer:
    def __init__(self, loopscope, program, way):
        self.way = WAYS[way](loopscope, program)

    def difference(self, seed, steps=None):
        """What differs, or None."""
        arguments = [str(seed)] + ([','.join(steps)] if steps is not None else [])
        try:
            return self.way.difference(arguments) or None
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            return f'cannot be compared: {error}'

    def batch(self, seeds):
        """The seeds whose programs differ."""
        return [seed for seed in seeds if self.difference(seed) is not None]

    def shrink(self, seed):
        """The names of few steps with which the program still differs, found by leaving out ever smaller parts."""
        steps = [line.split()[0] for line in told_steps(seed)]
        part = len(steps)
        trials = 0
        while part >= 1 and trials < MOST_TRIALS:
            for start in range(len(steps) - part, -1, -part):
                fewer = steps[:start] + steps[start + part:]
                trials += 1
                if self.difference(seed, fewer) is not None:
                    steps = fewer
            part //= 2
        return steps


def told_steps(seed, steps=None):
    """A line for each step that the program takes on CPython: its name, its action, what that draws."""
    command = [PYTHON, HERE / 'oracle.py', '-o', os.devnull, SOURCE, str(seed)]
    if steps is not None:
        command.append(','.join(steps))
    ended = subprocess.run(command, env=dict(os.environ, RANDOM_PROGRAM_STEPS='1'), capture_output=True, text=True)
    return [line for line in ended.stderr.splitlines() if re.match(r'\d[\w.]*:\d+ ', line)]


def sources(actions):
    """What the actions do, in Python."""
    text = SOURCE.read_text()
    functions = {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.AsyncFunctionDef)}
    return '\n'.join(ast.get_source_segment(text, functions[name]) for name in actions)


def small_program(comparer, seed):
    """The program of @seed made small, as it can be read and executed."""
    steps = comparer.shrink(seed)
    told = told_steps(seed, steps)
    actions = dict.fromkeys(line.split()[1] for line in told)
    return '\n'.join([f'random-program {seed} {",".join(steps)}', *told, sources(actions),
                      comparer.difference(seed, steps) or 'the difference comes and goes'])


def compare(tap, comparers, way, first, count):
    batches = [range(start, min(start + BATCH, first + count)) for start in range(first, first + count, BATCH)]

    def differing(batch):
        comparer = comparers.pop()
        try:
            seeds = comparer.batch(batch)
            found = [small_program(comparer, seed) for seed in seeds[:MOST_TOLD]]
            return batch, found + ([f'and the seeds {seeds[MOST_TOLD:]}'] if seeds[MOST_TOLD:] else [])
        finally:
            comparers.append(comparer)

    with concurrent.futures.ThreadPoolExecutor(len(comparers)) as pool:
        for batch, found in pool.map(differing, batches):
            tap.case(not found, f'by {way}, seeds {batch[0]} to {batch[-1]}', '\n'.join(found))
            sys.stdout.flush()
    if way == 'events':
        for seed, what in FOUND.items():
            found = comparers[0].difference(seed)
            tap.case(found is None, f'{what} (seed {seed})', found or '')
        print(f'#   compared: {sum((comparer.way.count for comparer in comparers), Count())}')


def find_fault(tap, comparer, way):
    """The fault is that notify_all() wakes one: two who wait, and what makes them and it, show that."""
    seed = next((seed for seed in range(1, 500) if comparer.difference(seed) is not None), None)
    tap.case(seed is not None, f'by {way}: a fault is found')
    steps = comparer.shrink(seed)
    told = '\n'.join(told_steps(seed, steps))
    tap.case(' notify_all' in told and told.count(' await_condition') + told.count(' wait_for_condition') <= 3
             and len(steps) <= 10, f'by {way}: the program that shows it is made small', told)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('loopscope')
    parser.add_argument('program')
    parser.add_argument('--first', type=int, default=1)
    parser.add_argument('--seeds', type=int, default=BATCH)
    parser.add_argument('--by', choices=list(WAYS), help='what is compared; if not given: both, one after the other')
    parser.add_argument('--find', action='store_true')
    options = parser.parse_args()
    tap = Tap()
    for way in [options.by] if options.by else WAYS:
        comparers = [Comparer(options.loopscope, options.program, way)
                     for _ in range(1 if options.find else os.cpu_count() or 1)]
        if options.find:
            find_fault(tap, comparers[0], way)
        else:
            compare(tap, comparers, way, options.first, options.seeds)
        for comparer in comparers:
            comparer.way.close()
    tap.done()


main()
