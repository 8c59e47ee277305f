#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asynchronous generators of a Python program: who asks, what is yielded, when they end.

    test-probe-generators.py LOOPSCOPE
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from beside import Ended, Trace  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

FOLDER = pathlib.Path(__file__).parent / 'probe'
CALLS = {'throw': 'thrown-into', 'close': 'closed'}
KINDS = {'generator-resumed': 'asked', 'generator-paused': 'yields', 'coro-closed': 'ends'}
# What becomes of each in the order of their creation; after "ends" nothing does.
STORIES = [
    'gen asked yields 0 asked yields 1 thrown-into ends',
    'gen ends',
    'raises asked yields 1 asked ends',
    "ctx asked yields 'in' asked ends",
    'gen asked yields 0 closed ends',
    'gen asked yields 0 asked yields 1 asked ends',
    'gen asked yields 0 thrown-into ends',
]
TRACES = 'import sys; sys.settrace(lambda *words: None); exec(open(sys.argv[1]).read())'


def is_monitored():
    """From CPython 3.12 on."""
    return subprocess.run([PYTHON, '-c', 'import sys; sys.monitoring'], capture_output=True).returncode == 0


def stories(trace):
    """Of each generator what the trace tells, and the tasks that have asked it."""
    told, askers = {}, {}
    for event in trace.of('coro-created', *KINDS):
        number, kind = event['subject'], event['event']
        if kind == 'coro-created':
            told[number] = [event['name']]
            continue
        told[number].append(CALLS.get(event.get('call'), KINDS[kind]))
        if kind == 'generator-paused':
            told[number].append(repr(event.get('value')))
        elif kind == 'generator-resumed':
            askers.setdefault(number, []).append(event['task'])
    return [' '.join(words) for words in told.values() if words[0] in ('gen', 'raises', 'ctx')], askers


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.looptrace')
        plain, recorded = Ended(FOLDER / 'generators.py'), Ended(FOLDER / 'generators.py', trace=path)
        tap.same(recorded.text, plain.text, 'it ends as without the probe')
        trace = Trace(sys.argv[1], path)
        found, askers = stories(trace)
        if not is_monitored():
            tap.same('\n'.join(found), '\n'.join(STORIES), 'each is told from its beginning to its end')
        else:                            # an end by an exception is found late there
            tap.same('\n'.join(words.removesuffix(' ends') for words in found),
                     '\n'.join(words.removesuffix(' ends') for words in STORIES), 'each is told from its beginning')
        created = trace.subjects('task-created')
        tap.case(all(task in created for tasks in askers.values() for task in tasks), 'who asks is a task', str(askers))
        dropped = [tasks for tasks in askers.values() if len(set(tasks)) > 1]
        tap.case(len(dropped) == 2, "what was left is closed by a task of the loop's", str(askers))
        plain = Ended('-c', TRACES, FOLDER / 'generators.py')
        traces = Ended('-c', TRACES, FOLDER / 'generators.py', trace=path)
        tap.same(traces.text, plain.text, 'a program that traces itself ends as without the probe')
    tap.done()


main()
