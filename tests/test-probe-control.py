#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A viewer stops, steps and commands a Python program through the control page.

    test-probe-control.py LOOPSCOPE
"""
import atexit
import json
import mmap
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

HERE = pathlib.Path(__file__).parent
PROBE = HERE.parent / 'src' / 'probe'
SCRIPT = HERE / 'probe' / 'lines.py'
LOCALS = HERE / 'probe' / 'locals.py'
RUN, CHECK, STOP = range(3)
STEP, TURN, ITERATION, LINE = 1, 2, 3, 5
IN_POLL, STOPPED, ENDED = 2, 3, 4
PATIENCE = 90           # seconds


def hash_path(path):
    h = 5381
    for byte in str(path).encode():
        h = (h * 33 + byte) & 0xffffffff
    return h


class Viewer:
    """The viewer's side of a program; times out rather than waits for ever."""

    def __init__(self, script, clock, environ=(), **words):
        self.folder = tempfile.TemporaryDirectory()
        self.trace = os.path.join(self.folder.name, 'a.looptrace')
        page = os.path.join(self.folder.name, 'page')
        pathlib.Path(page).write_bytes(struct.pack('=II', 0x4c54434c, 1).ljust(4096, b'\0'))
        with open(page, 'r+b') as file:
            self.page = mmap.mmap(file.fileno(), 4096)
        self.words = memoryview(self.page).cast('I')
        self.longs = memoryview(self.page).cast('Q')
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(os.path.join(self.folder.name, 'socket'))
        self.socket.listen()
        self.tell(send=False, **words)
        env = dict(os.environ, LOOPSCOPE_TRACE=self.trace, LOOPSCOPE_CONTROL=page, LOOPSCOPE_CLOCK=clock,
                   LOOPSCOPE_SOCKET=self.socket.getsockname(), PYTHONPATH=str(PROBE / 'sitecustomize'), **dict(environ))
        self.program = subprocess.Popen([PYTHON, script], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        atexit.register(self.program.kill)      # a case that fails leaves nothing behind that spins
        self.connection, _ = self.socket.accept()

    def tell(self, gate=None, grain=STEP, count=0, task=0, cancel=0, lines=(), breaks_in=SCRIPT, send=True):
        self.words[3], self.words[4], self.words[5] = grain, count, task
        if cancel:
            self.words[9] = cancel
        for index, line in enumerate(lines):
            struct.pack_into('=IIQQ', self.page, 48 + 24 * index, hash_path(breaks_in), 1, line, line + 1)
        if lines:
            self.words[10] = len(lines)
            self.words[11] += 1
        if gate is not None:
            self.words[2] = gate
        if send:
            self.connection.send(b'.')

    def wait(self, state, condition=lambda: True):
        end = time.monotonic() + PATIENCE
        while self.words[460] != state or not condition():
            if time.monotonic() > end or (self.program.poll() is not None and state != ENDED):
                return False
            time.sleep(0.002)
        return True

    def go_on(self, **words):
        """From a stop to the next, which is known by its time and its events; gives whether there is one."""
        since, n_events = self.longs[231], self.longs[232]
        self.tell(gate=CHECK, **words)
        return self.wait(STOPPED, lambda: self.longs[231] != since and self.longs[232] != n_events)

    def await_rest(self):
        """In a poll that takes its time."""
        self.wait(IN_POLL, lambda: time.monotonic_ns() - self.longs[231] > 300_000_000)

    def finish(self):
        """Lets it run, and returns what it printed."""
        self.tell(gate=RUN)
        out, err = self.program.communicate(timeout=PATIENCE)
        return out + err

    def events(self, loopscope):
        dump = subprocess.run([loopscope, 'dump', '--json', self.trace], capture_output=True, text=True, check=True)
        return json.loads(dump.stdout)['events']


def last_but_locals(events):
    return [event['event'] for event in events if event['event'] != 'local'][-1]


def test_stepping(tap, loopscope):
    viewer = Viewer(SCRIPT, 'instant', gate=CHECK, count=1)
    kinds = []
    stopped = viewer.wait(STOPPED)
    while stopped and len(kinds) < 8:
        kinds.append(last_but_locals(viewer.events(loopscope)))
        stopped = viewer.go_on(count=1)
    tap.same('\n'.join(kinds), '\n'.join(
        ['task-ready', 'turn', 'task-ready', 'task-ready', 'task-suspended', 'turn', 'task-suspended', 'turn']),
        'each step ends where the format says')
    viewer.program.kill()


def test_breakpoint(tap, loopscope):
    viewer = Viewer(SCRIPT, 'instant', gate=CHECK, lines=[10])
    found = []
    stopped = viewer.wait(STOPPED)
    while stopped and len(found) < 3:
        events = viewer.events(loopscope)
        values = {event['name']: event.get('value') for event in events if event['event'] == 'local'}
        found.append((viewer.words[467], values.get('number'), values.get('total'), values.get('name')))
        stopped = viewer.go_on()
    tap.same(str(found), str([(3, 0, 0, 'first'), (3, 1, 0, 'first'), (3, 2, 1, 'first')]),
             'a breakpoint stops before its line, each time, with the locals')
    viewer.program.kill()


def locals_of(events, name):
    """Of the task of that name: what is told last, by the depth of its frames."""
    task = next(event['subject'] for event in events if event['event'] == 'task-created' and event['name'] == name)
    found = {}
    for event in events:
        if event['event'] == 'local' and event['subject'] == task:
            found.setdefault(event['frame-depth'], {})[event['name']] = event.get('value')
    return found


def test_locals(tap, loopscope, clock):
    """At the third iteration all but main wait."""
    viewer = Viewer(LOCALS, clock, gate=CHECK, grain=ITERATION, count=3)
    viewer.wait(STOPPED)
    events = viewer.events(loopscope)
    outer = {depth: {name: value for name, value in names.items() if name != 'event'}
             for depth, names in locals_of(events, 'outer').items()}
    tap.same(str(outer), str({0: {'number': 20, 'doubled': 40}, 1: {'number': 21, 'text': 'deep', 'nested': {'text': '[[[[…]]]]'}}}),
             f'{clock}: where it is stopped, the locals of every frame are told')
    hard = locals_of(events, 'hard')[0]
    tap.same(str({name: hard.get(name) for name in ('spins', 'sleeps', 'raises')}),
             str({name.lower(): {'text': f'<{name}>'} for name in ('Spins', 'Sleeps', 'Raises')}),
             f'{clock}: a repr() that spins, sleeps or raises does no harm')
    tap.case(len(hard['long']['text']) == 200, f'{clock}: one that is enormous is cut', hard['long']['text'][:300])
    n_locals = len([event for event in events if event['event'] == 'local'])
    viewer.tell(gate=STOP)
    time.sleep(0.1)
    n_then = len([event for event in viewer.events(loopscope) if event['event'] == 'local'])
    tap.case(n_then == n_locals, f'{clock}: what waits on is not told again', f'{n_locals}, then {n_then}')
    tap.same(viewer.finish(), 'end\n', f'{clock}: it goes on')


def test_no_values(tap, loopscope):
    viewer = Viewer(LOCALS, 'instant', {'LOOPSCOPE_VALUES': 'none'}, gate=CHECK, grain=ITERATION, count=3)
    viewer.wait(STOPPED)
    kinds = {event['event'] for event in viewer.events(loopscope)}
    tap.case('turn' in kinds and 'local' not in kinds, 'without values no locals are told')
    viewer.finish()


def test_lines(tap, loopscope):
    viewer = Viewer(SCRIPT, 'instant', gate=CHECK, lines=[10])
    viewer.wait(STOPPED)
    for _ in range(3):
        viewer.go_on(grain=LINE, count=1)
    lines = [event['site']['line'] for event in viewer.events(loopscope) if event['event'] == 'source-line']
    tap.same(str(lines), str([10, 11, 9, 10]), 'stepping by lines goes through coroutines')
    viewer.program.kill()


def test_locals_at_a_line(tap, loopscope):
    """What a trace function calls is not traced, unless that is asked for: a repr() that spins would never end."""
    line = next(number for number, text in enumerate(LOCALS.read_text().splitlines(), 1) if 'del spins' in text)
    viewer = Viewer(LOCALS, 'real', gate=CHECK, lines=[line], breaks_in=LOCALS)
    tap.case(viewer.wait(STOPPED), 'a repr() that spins is ended at a stop on a line')
    names = locals_of(viewer.events(loopscope), 'hard')[0]
    tap.same(str({name: names.get(name) for name in ('spins', 'sleeps')}),
             str({name.lower(): {'text': f'<{name}>'} for name in ('Spins', 'Sleeps')}), 'and so is one that sleeps')
    tap.same(viewer.finish(), 'end\n', 'the program goes on after that, and ends well')


def test_idle(tap, loopscope):
    viewer = Viewer(SCRIPT, 'real', gate=RUN)
    viewer.await_rest()
    viewer.tell(gate=STOP)
    tap.case(viewer.wait(STOPPED), 'a program that waits is paused at once')
    events = viewer.events(loopscope)
    task = next(event['subject'] for event in events if event.get('name') == 'sleeper')
    viewer.tell(gate=STOP, cancel=task)
    tap.same(viewer.finish(), 'sum 3\ncancelled\n', 'a task is cancelled by the viewer, and goes on')
    events = viewer.events(loopscope)
    tap.case(any(event['event'] == 'command' and event['subject'] == task for event in events), 'the command is told')


def test_leaving(tap, loopscope):
    viewer = Viewer(SCRIPT, 'instant', gate=STOP)
    viewer.wait(STOPPED)
    viewer.connection.close()
    viewer.program.stdout.readline()
    tap.case(viewer.words[2] == RUN, 'a viewer that leaves lets the program go')
    viewer.program.kill()


def main():
    tap = Tap()
    for test in test_stepping, test_breakpoint, test_no_values, test_lines, test_locals_at_a_line, test_idle, test_leaving:
        test(tap, sys.argv[1])
    for clock in 'instant', 'real':
        test_locals(tap, sys.argv[1], clock)
    tap.done()


main()
