#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording that begins at any moment of a program, as it does by sys.remote_exec() of CPython 3.14: the program goes
on as without, and what the snapshot says agrees with all that follows.

    test-probe-moments.py LOOPSCOPE [MOMENT...]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

LOOPSCOPE = sys.argv[1]
HERE = pathlib.Path(__file__).parent
PROGRAM, PROBE = HERE / 'probe' / 'moments.py', HERE.parent / 'src' / 'probe'
N_MOMENTS = 24
SCRIPT = '''
import sys
sys.path.insert(0, {probe!r})
import loopscope_probe.remote as remote
del sys.path[0]
remote.begin({folder!r}, sys._getframe(2))
'''

# The loop runs on another thread than that which is asked.
ON_THREAD = '''
import asyncio, os, sys, threading, time
folder = sys.argv[1]
async def work(n):
    while not os.path.exists(folder + '/enough'):
        await asyncio.sleep(0 if n % 2 else 0.001)
    return n
async def main():
    print(sum(await asyncio.gather(*map(work, range(10)))))
thread = threading.Thread(target=asyncio.run, args=(main(),))
thread.start()
time.sleep(0.05)
exec(open(folder + '/script.py').read().replace('_getframe(2)', '_getframe()'))
time.sleep(0.05)
open(folder + '/enough', 'w').close()
thread.join()
exec(open(folder + '/script.py').read().replace('_getframe(2)', '_getframe()'))
print(open(f'{folder}/{os.getpid()}.said').read())
'''
ON_THREAD_SAYS = '45\nRuntimeError: it is recorded already, or comes of a program that is\n'


def execute(program, *words, **more):
    return subprocess.run([PYTHON, program, *map(str, words)], capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, PYTHONDONTWRITEBYTECODE='1', **more))


def events_of_trace(folder):
    """The one that there is, which is removed; none of a program that was not told to record."""
    trace = next(pathlib.Path(folder).glob('loopscope/*.looptrace'), None)
    if trace is None:
        return []
    dump = subprocess.run([LOOPSCOPE, 'dump', '--json', trace], capture_output=True, text=True, timeout=60)
    trace.unlink()
    return json.loads(dump.stdout)['events'] if dump.returncode == 0 else []


class Record:
    """Follows what is told of tasks, handles and queues, and notes what cannot be."""

    AFTER = {'task-ready': ('new', 'waits', 'runs'), 'turn': ('ready', 'runs'), 'task-suspended': ('new', 'runs'),
             'task-done': ('runs',)}
    STATE = {'task-ready': 'ready', 'turn': 'runs', 'task-suspended': 'waits', 'task-done': 'done'}

    def __init__(self, events):
        self.wrong, self.tasks, self.due, self.items = [], {}, set(), {}
        for event in events:
            self.follow(event, event['event'], event.get('subject'))
        self.wrong += [f'task {task} {state} at the end' for task, state in self.tasks.items() if state != 'done']

    def expect(self, fact, event):
        if not fact:
            self.wrong.append(str(event))

    def follow(self, event, kind, subject):
        if kind == 'task-created':
            self.expect(subject not in self.tasks, event)
            self.tasks[subject] = 'new'
        elif kind in self.STATE:
            self.expect(self.tasks.get(subject) in self.AFTER[kind], (self.tasks.get(subject), event))
            self.tasks[subject] = self.STATE[kind]
        elif kind in ('handle-scheduled', 'timer-armed', 'fd-watched'):
            self.due.add(subject)
        elif kind == 'handle-run':
            self.expect(subject in self.due, event)
        elif kind == 'queue-put':
            self.items[subject] = self.items.get(subject, 0) + 1
        elif kind == 'queue-get':
            self.items[subject] = self.items.get(subject, 0) - 1
            self.expect(self.items[subject] >= 0, event)


def write_script(folder):
    script = os.path.join(folder, 'script.py')
    pathlib.Path(script).write_text(SCRIPT.format(probe=str(PROBE), folder=folder))
    return script


def execute_until_recorded(moment, folder):
    """A program that sleeps has fewer moments on a machine with other work: then at an earlier one."""
    while True:
        ended = execute(PROGRAM, moment, write_script(folder), XDG_CACHE_HOME=folder)
        events = events_of_trace(folder)
        if events or moment < 2 or ended.returncode != 0:
            return ended, events
        moment //= 2


def try_moment(tap, moment, plain, folder):
    ended, events = execute_until_recorded(moment, folder)
    same = sorted(ended.stdout.splitlines()) == sorted(plain.stdout.splitlines()) and ended.returncode == 0
    tap.case(same and not ended.stderr, f'moment {moment}: the program goes on', ended.stdout + ended.stderr)
    kinds = [event['event'] for event in events]
    tap.case(kinds[:1] == ['snapshot-begin'] and kinds.count('snapshot-end') == 1 and kinds[-1] == 'loop-closed',
             f'moment {moment}: it is recorded to its end', str(kinds[:3] + kinds[-3:]))
    wrong = Record(events).wrong
    tap.case(not wrong, f'moment {moment}: what is told fits together', '\n'.join(wrong[:5]))


def try_other_thread(tap, folder):
    program = os.path.join(folder, 'program.py')
    pathlib.Path(program).write_text(ON_THREAD)
    write_script(folder)
    ended = execute(program, folder, XDG_CACHE_HOME=folder)
    tap.same(ended.stdout + ended.stderr, ON_THREAD_SAYS, 'a loop of another thread goes on')
    kinds = [event['event'] for event in events_of_trace(folder)]
    tap.case(kinds.count('turn') > 20 and kinds.count('task-done') >= 11 and 'loop-closed' in kinds,
             'a loop of another thread is recorded', str(kinds[:3] + kinds[-3:]))


def main():
    tap = Tap()
    plain = execute(PROGRAM, 0)
    n = int(plain.stderr)
    last = 3 * n // 4                    # after it there are moments yet: not each is a good one
    moments = [int(word) for word in sys.argv[2:]] or [1 + last * i // N_MOMENTS for i in range(N_MOMENTS)]
    with tempfile.TemporaryDirectory() as folder:
        for moment in moments:
            try_moment(tap, moment, plain, folder)
        try_other_thread(tap, folder)
    tap.done()


main()
