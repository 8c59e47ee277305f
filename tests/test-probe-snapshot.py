#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording that begins in the middle of a Python program.

    test-probe-snapshot.py LOOPSCOPE
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from beside import Trace  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

LOOPSCOPE = sys.argv[1]
HERE = pathlib.Path(__file__).parent
PROBE = HERE.parent / 'src' / 'probe'
KINDS = ('queue-created', 'queue-put', 'queue-parked', 'sync-created', 'sync-acquired', 'sync-parked', 'timer-armed',
         'fd-watched', 'generator-resumed', 'task-suspended', 'task-created', 'turn')
WAITS = {'sleeper': 'sleep', 'getter': 'queue-get', 'waiter': 'event', 'locker': 'lock', 'group': 'gather',
         'limited': 'sleep', 'waits': 'wait-for'}


def execute(*words):
    return subprocess.run([PYTHON, HERE / 'probe' / 'middle.py', *words], env=dict(os.environ, PYTHONPATH=str(PROBE)),
                          capture_output=True, text=True, timeout=60)


def check_all_kinds(tap, trace):
    """Of a program with something of everything, from before recording begins."""
    ended = subprocess.run([PYTHON, HERE / 'probe' / 'rounds.py', '100', 'begin', trace], capture_output=True, text=True,
                           env=dict(os.environ, PYTHONPATH=str(PROBE)), timeout=60)
    tap.case((ended.stdout, ended.stderr, ended.returncode) == ('end\n', '', 0), 'all-kinds: it ends well', ended.stderr)
    events = Trace(LOOPSCOPE, trace).events
    end = [event['event'] for event in events].index('snapshot-end')
    told = [event['event'] for event in events[:end]]
    missing = [kind for kind in KINDS if kind not in told]
    tap.case(not missing, 'all-kinds: the snapshot tells of each', str(missing))
    items = [event['value'] for event in events[:end] if event['event'] == 'queue-put']
    tap.case(items == ['a', 'b', 'c'], 'all-kinds: the items of queues', str(items))
    deadlines = [event.get('future') for event in events[:end] if event['event'] == 'timer-armed']
    tap.case(len(deadlines) >= 3 and all(deadlines), 'all-kinds: the timers, with what they end', str(deadlines))
    watched = [event['subject'] for event in events[:end] if event['event'] == 'fd-watched']
    unwatched = [event['subject'] for event in events[end:] if event['event'] == 'fd-unwatched']
    tap.case(len(watched) == 1 and watched == unwatched, 'all-kinds: the descriptors, until the end', str((watched, unwatched)))


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, 'a.looptrace')
        plain, recorded = execute(), execute(trace)
        # In any order: the probe takes a moment to load, in which timers become due together.
        tap.case(sorted(plain.stdout.splitlines()) == sorted(recorded.stdout.splitlines())
                 and plain.returncode == recorded.returncode == 0 and not recorded.stderr,
                 'same-output', recorded.stdout + recorded.stderr)
        dump = subprocess.run([LOOPSCOPE, 'dump', trace], capture_output=True, text=True, timeout=60)
        lines = [line.split() for line in dump.stdout.splitlines() if not line.startswith('#')]
        kinds = [words[2] for words in lines]
        tap.case(dump.returncode == 0 and kinds[0] == 'snapshot-begin' and kinds.count('snapshot-end') == 1,
                 'one-snapshot', dump.stderr)
        end = kinds.index('snapshot-end')
        counts = collections.Counter(kinds[:end])
        tap.case(counts['task-created'] == 12 and counts['loop-created'] == 1 and counts['turn'] == 1
                 and counts['timer-armed'] == 9, 'what-there-is', str(counts))
        names = {words[4]: words[5] for words in lines[:end] if words[2] == 'coro-created'}
        waits = {names[words[4]][6:-1]: words[5][5:] for words in lines[:end] if words[2] == 'task-suspended'}
        tap.case({name: waits.get(name) for name in WAITS} == WAITS, 'what-is-awaited', str(waits))
        after = collections.Counter(kinds[end:])
        tap.case(after['task-done'] >= 12 and after['timer-fired'] >= 7 and kinds[-1] == 'loop-closed',
                 'all-to-the-end', str(after))
        picture = os.path.join(folder, 'a.json')
        export = subprocess.run([LOOPSCOPE, 'export', trace, '-o', picture], capture_output=True, text=True, timeout=60)
        tap.case(export.returncode == 0 and json.loads(pathlib.Path(picture).read_text()), 'model-reads-it', export.stderr)
        stage = subprocess.run([LOOPSCOPE, 'export', trace, '-o', os.path.join(folder, 'a.svg')], capture_output=True,
                               text=True, timeout=60)
        tap.case(stage.returncode == 0, 'stage', stage.stderr)
        check_all_kinds(tap, trace)
    tap.done()


main()
