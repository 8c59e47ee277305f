#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that nobody wrote do the same on the engine as on CPython, record for record.

    test-random-programs.py LOOPSCOPE PROGRAM [--first SEED] [--seeds COUNT]
    test-random-programs.py LOOPSCOPE PROGRAM --find

PROGRAM is the compiled oracle/random-program.c.  Each number from the first on is the seed of a program; a case is a
hundred of them.  Where one differs, as many of its steps are left out as can be with some difference left, and what
remains is told.  The second form tests that: PROGRAM has a fault.
"""
import argparse
import ast
import concurrent.futures
import difflib
import os
import subprocess
import sys

sys.dont_write_bytecode = True
from programs import HERE, PYTHON, Oracle, Traced  # noqa: E402
from tap import Tap  # noqa: E402

# What is told when an object goes: CPython keeps some in rings of references until it collects garbage.
AS_OBJECTS_GO = ('warning ', 'exception-handler ')
MOST_TRIALS = 300                        # of programs with steps left out
BATCH = 100
PATIENCE = 20                            # seconds; a program takes milliseconds, if it ends at all

SOURCE = HERE / 'oracle' / 'random-program.py'


def without_garbage(record):
    return [line for line in record.splitlines() if not line.startswith(AS_OBJECTS_GO)]


class Comparer:
    def __init__(self, loopscope, program):
        self.loopscope = loopscope
        self.program = program
        self.oracle = Oracle(SOURCE)

    def difference(self, seed, steps=None):
        """What differs, or None."""
        arguments = [str(seed)] + ([','.join(steps)] if steps is not None else [])
        code, record = self.oracle.record(arguments)
        try:
            traced = Traced(self.loopscope, self.program, arguments, dumped=False, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            return f'the engine: {error}'
        if traced.code != code:
            return f'exit codes {code} and {traced.code}\n{traced.stderr}'
        diff = difflib.unified_diff(without_garbage(record), without_garbage(traced.record), 'CPython', 'engine',
                                    lineterm='', n=3)
        return '\n'.join(list(diff)[:40]) or None

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
    return [line for line in ended.stderr.splitlines() if ':' in line.partition(' ')[0]]


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


def compare(comparers, first, count):
    tap = Tap()
    batches = [range(start, min(start + BATCH, first + count)) for start in range(first, first + count, BATCH)]

    def differing(batch):
        comparer = comparers.pop()
        try:
            return batch, [small_program(comparer, seed) for seed in comparer.batch(batch)]
        finally:
            comparers.append(comparer)

    with concurrent.futures.ThreadPoolExecutor(len(comparers)) as pool:
        for batch, found in pool.map(differing, batches):
            tap.case(not found, f'seeds {batch[0]} to {batch[-1]}', '\n'.join(found))
            sys.stdout.flush()
    tap.done()


def find_fault(comparer):
    """The fault is that notify_all() wakes one: two who wait, and what makes them and it, show that."""
    tap = Tap()
    seed = next((seed for seed in range(1, 500) if comparer.difference(seed) is not None), None)
    tap.case(seed is not None, 'a fault is found')
    steps = comparer.shrink(seed)
    told = '\n'.join(told_steps(seed, steps))
    tap.case(' notify_all' in told and told.count(' await_condition') + told.count(' wait_for_condition') <= 3
             and len(steps) <= 10, 'the program that shows it is made small', told)
    tap.done()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('loopscope')
    parser.add_argument('program')
    parser.add_argument('--first', type=int, default=1)
    parser.add_argument('--seeds', type=int, default=BATCH)
    parser.add_argument('--find', action='store_true')
    options = parser.parse_args()
    comparers = [Comparer(options.loopscope, options.program) for _ in range(1 if options.find else os.cpu_count() or 1)]
    if options.find:
        find_fault(comparers[0])
    else:
        compare(comparers, options.first, options.seeds)
    for comparer in comparers:
        comparer.oracle.close()


main()
