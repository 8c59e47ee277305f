#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python program's trace keeps to a limit, and what led to something is kept.

    test-probe-keep.py LOOPSCOPE
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from beside import Trace, environment  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

FOLDER = pathlib.Path(__file__).parent / 'probe'
LIMIT = 512 << 10
KINDS = ('queue-created', 'queue-put', 'queue-parked', 'sync-created', 'sync-acquired', 'sync-parked', 'timer-armed',
         'fd-watched', 'generator-resumed', 'future-child', 'task-suspended')


def execute(folder, script, *words, read=None, **options):
    """With the environment's words given by the options; returns what it printed and how it ended."""
    path = os.path.join(folder, 'a.looptrace')
    env = dict(environment(path), **{f'LOOPSCOPE_{name.upper()}': value for name, value in options.items()})
    program = subprocess.Popen([PYTHON, FOLDER / script, *words], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
    if read is not None:
        program.stdout.readline()
        program.send_signal(read)
    out, err = program.communicate(timeout=120)
    return out, err, program.returncode


def snapshot_of(trace):
    """The last one's events."""
    kinds = [event['event'] for event in trace.events]
    begin = len(kinds) - 1 - kinds[::-1].index('snapshot-begin')
    return trace.events[begin:begin + kinds[begin:].index('snapshot-end') + 1]


def check_limit(tap, loopscope, folder):
    out, err, code = execute(folder, 'rounds.py', '3000', limit=str(LIMIT))
    tap.case((out, err, code) == ('end\n', '', 0), 'a program whose trace keeps to a limit ends well', out + err)
    path = os.path.join(folder, 'a.looptrace')
    trace = Trace(loopscope, path)
    tap.case(trace.is_complete and not trace.problems and trace.events[0]['event'] == 'snapshot-begin'
             and trace.events[0]['seq'] > 0, 'what is kept begins with a snapshot', str(trace.problems))
    size = os.stat(path).st_blocks * 512
    tap.case(size < 3 * LIMIT, 'the rest is given back', f'{size} bytes')
    tap.case(trace.events[-1]['event'] == 'loop-closed' and not trace.of('dropped'), 'nothing is dropped')
    told = [event['event'] for event in snapshot_of(trace)]
    missing = [kind for kind in KINDS if kind not in told]
    tap.case(not missing, 'a snapshot tells of all that there is', str(missing))
    export = subprocess.run([loopscope, 'export', path, '-o', os.path.join(folder, 'a.json')], capture_output=True, text=True)
    tap.case(export.returncode == 0, 'it can be shown', export.stderr)


def check_same(tap, loopscope, folder):
    """At its last moment a trace kept in part shows what the whole one does."""
    told, begins = [], []
    for limit in '0', str(LIMIT):
        execute(folder, 'rounds.py', '300', 'die', limit=limit, clock='instant')
        trace = Trace(loopscope, os.path.join(folder, 'a.looptrace'))
        waits = {}
        for event in trace.events:
            if event['event'] == 'task-suspended':
                waits[event['subject']] = event['wait'], event.get('object'), event.get('future'), str(event['site'])
            elif event['event'] in ('turn', 'task-done'):
                waits.pop(event['subject'], None)
        told.append('\n'.join(map(str, sorted(waits.items()))))
        begins.append(trace.events[0]['event'])
    tap.same(told[1], told[0], 'who waits, and for what, is the same as in a whole trace')
    tap.same(' '.join(begins), 'loop-created snapshot-begin', 'of which the beginning is gone')


def kept(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith('.looptrace'))


def check_kept(tap, loopscope, folder, what, words, expected, said, *, read=None, reasons='blocked:100,signal:USR2,crash'):
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    _, err, code = execute(folder, 'service.py', words, read=read, keep_on=reasons)
    tap.same(str(kept(folder)), str(expected), f'{what}: what is kept')
    tap.case(said in err if said else 'loopscope' not in err, f'{what}: it is said', err)
    for name in kept(folder):
        trace = Trace(loopscope, os.path.join(folder, name))
        tap.case(trace.of('turn') and not trace.problems, f'{what}: it can be read', str(trace.problems))


def main():
    tap = Tap()
    loopscope = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        check_limit(tap, loopscope, folder)
        check_same(tap, loopscope, folder)
        copy, whole = ['a-kept-1.looptrace'], ['a.looptrace']
        check_kept(tap, loopscope, folder, 'nothing happens', 'ends', [], '')
        check_kept(tap, loopscope, folder, 'blocked', 'blocks', copy, 'the loop was blocked for 3')
        check_kept(tap, loopscope, folder, 'a short block', 'ends', [], '', reasons='blocked:10000')
        check_kept(tap, loopscope, folder, 'a signal', 'serves', copy, 'User defined signal 2', read=signal.SIGUSR2)
        check_kept(tap, loopscope, folder, 'a crash', 'dies', whole, '')
        check_kept(tap, loopscope, folder, 'an exception', 'raises', whole, 'ValueError: what led to it')
        check_kept(tap, loopscope, folder, 'an exception, not asked for', 'raises', [], '', reasons='signal:USR2')
    tap.done()


main()
