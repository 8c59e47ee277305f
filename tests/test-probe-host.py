#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python programs that record of their own accord, and the viewers that come to them.

    test-probe-host.py LOOPSCOPE
"""
import contextlib
import fcntl
import json
import mmap
import os
import pathlib
import socket
import stat
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

LOOPSCOPE = sys.argv[1]
PROBE = pathlib.Path(__file__).parent.parent / 'src' / 'probe'
RUN, CHECK, STOP = range(3)
STEP = 1
STOPPED, ENDED = 3, 4
NOBODY = 65534
# Until its standard input ends: so long as what is done to it takes.
TICKS = '''
import asyncio, select, sys
async def main():
    i = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        await asyncio.sleep(0.01)
        print('tick', i, flush=True)
        i += 1
    print('well', flush=True)
asyncio.run(main())
'''


def wait_for(what, condition, timeout=90):
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, f'{what}: waited in vain'
        time.sleep(0.005)
    return value


class Program:
    """A program in a folder of its own, which is its runtime folder too."""

    def __init__(self, text, *words, mode=0o700, preload=True):
        self.place = tempfile.TemporaryDirectory()
        self.base = pathlib.Path(self.place.name)
        self.folder = self.base / 'loopscope'
        self.folder.mkdir(mode=mode)
        self.folder.chmod(mode)
        script = self.base / 'script.py'
        script.write_text(text)
        self.env = dict(os.environ, XDG_RUNTIME_DIR=self.place.name, XDG_CACHE_HOME=str(self.base / 'cache'),
                        LOOPSCOPE_PROBE=str(PROBE))
        env = dict(self.env, PYTHONPATH=str(PROBE / 'sitecustomize' if preload else PROBE))
        if preload:
            env['LOOPSCOPE'] = '1'
        self.process = subprocess.Popen([PYTHON, *words, script], env=env, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.place.cleanup()

    def file(self, kind):
        return self.folder / f'{self.process.pid}.{kind}'

    def await_entry(self):
        wait_for('an entry', self.file('entry').exists)

    def cli(self, *words):
        return subprocess.run([LOOPSCOPE, 'attach', *map(str, words)], env=self.env, capture_output=True, text=True,
                              timeout=60)

    def listed(self):
        return json.loads(self.cli('--json').stdout)

    def is_followed(self):
        """From some of its steps to its end, of which it is told then."""
        viewer = subprocess.Popen([LOOPSCOPE, 'attach', '--narrate', str(self.process.pid)], env=self.env,
                                  stderr=subprocess.PIPE, text=True)
        said = ''
        while 'prints: tick ' not in said and (line := viewer.stderr.readline()):
            said += line
        self.process.stdin.close()
        self.process.stdin = None
        said += viewer.stderr.read()
        assert viewer.wait(60) == 0 and 'prints: well' in said, said[-500:]

    def ends_well(self):
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, err
        assert not list(self.folder.iterdir()), list(self.folder.iterdir())
        return out, err


class Viewer:
    """Claims the page and connects, as FORMAT.md says."""

    def __init__(self, program):
        self.file = open(program.file('control'), 'r+b')
        fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with open(program.file('control'), 'r+b') as file:       # a mapping of Python's keeps its descriptor
            self.page = mmap.mmap(file.fileno(), 4096)
        self.words = memoryview(self.page).cast('I')
        self.longs = memoryview(self.page).cast('Q')
        self.words[2] = RUN
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(program.file('socket')))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()

    def leave(self):
        self.socket.close()
        self.file.close()

    def tell(self, gate, count=0, pace=0):
        self.words[3], self.words[4], self.words[8] = STEP, count, pace
        self.words[2] = gate
        self.socket.send(b'\0')

    def await_state(self, state):
        wait_for(f'state {state}', lambda: self.words[460] == state)

    def n_events(self):
        return self.longs[232]


def entry_and_modes():
    with Program(TICKS) as program:
        program.await_entry()
        assert stat.S_IMODE(program.folder.stat().st_mode) == 0o700
        for kind in 'entry', 'control', 'socket':
            assert stat.S_IMODE(program.file(kind).stat().st_mode) == 0o600, kind
        [entry] = program.listed()
        assert entry['pid'] == program.process.pid
        assert entry['runtime'].startswith('CPython 3.'), entry
        assert entry['command'].endswith('script.py'), entry
        assert os.path.exists(entry['trace']), entry
        program.is_followed()
        program.ends_well()


def run_as_module():
    with Program(TICKS, '-m', 'loopscope_probe', preload=False) as program:
        program.await_entry()
        program.is_followed()
        program.ends_well()


def stopped_stepped_and_let_go():
    with Program(TICKS) as program:
        program.await_entry()
        for _ in range(3):
            with Viewer(program) as viewer:
                viewer.tell(STOP)
                viewer.await_state(STOPPED)
                before = viewer.n_events()
                viewer.tell(CHECK, count=1)
                wait_for('a step', lambda: viewer.n_events() > before and viewer.words[460] == STOPPED)
        out, _ = program.ends_well()
        assert out.endswith('well\n'), out


def second_viewer():
    with Program(TICKS) as program:
        program.await_entry()
        with Viewer(program) as viewer:
            viewer.tell(STOP)
            viewer.await_state(STOPPED)
            second = program.cli('--narrate', program.process.pid)
            assert second.returncode == 1 and 'another window' in second.stderr, second.stderr
        program.ends_well()


def blocked_loop():
    text = 'import asyncio, time\nasync def main():\n    time.sleep(1)\n    await asyncio.sleep(0.1)\nasyncio.run(main())\n'
    with Program(text) as program:
        program.await_entry()
        with Viewer(program) as viewer:
            wait_for('a turn', lambda: viewer.words[461])
        with Viewer(program) as viewer:
            viewer.tell(STOP)
            viewer.await_state(STOPPED)
        program.ends_well()


def blocked_loop_is_told_while_it_lasts():
    text = ('import asyncio, time\nasync def main():\n    await asyncio.sleep(0.1)\n    time.sleep(1000)\n'
            'asyncio.run(main())\n')
    with Program(text) as program:
        program.await_entry()
        viewer = subprocess.Popen([LOOPSCOPE, 'attach', '--narrate', str(program.process.pid)], env=program.env,
                                  stderr=subprocess.PIPE, text=True)
        line = viewer.stderr.readline()
        while line and 'held the loop' not in line:
            line = viewer.stderr.readline()
        program.process.kill()
        said = viewer.stderr.read()
        assert viewer.wait(60) == 0 and 'main has held the loop for' in line, line
        assert 'held the loop' not in said, said[-500:]      # once a turn


def another_user():
    if os.getuid() != 0:
        return 'only root can be another user'
    with Program(TICKS) as program:
        program.await_entry()
        for path, mode in (program.base, 0o755), (program.folder, 0o755), (program.file('socket'), 0o666):
            path.chmod(mode)
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                os.setuid(NOBODY)
                sock = socket.socket(socket.AF_UNIX)
                sock.settimeout(20)
                sock.connect(str(program.file('socket')))
                os._exit(0 if sock.recv(1) == b'' else 2)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        program.folder.chmod(0o700)
        program.ends_well()
    return None


def folder_open_to_others():
    with Program(TICKS, mode=0o755) as program:
        _, err = program.ends_well()
        assert 'open to others' in err, err


def killed():
    with Program(TICKS) as program:
        program.await_entry()
        program.process.kill()
        program.process.wait()
        assert program.file('entry').exists()
        assert program.listed() == []
        assert not list(program.folder.iterdir())


def what_had_it_begin():
    """What a viewer leaves to have a program record goes with the program."""
    with Program(TICKS) as program:
        program.await_entry()
        for kind in 'py', 'said':
            program.file(kind).write_text('')
        assert len(program.listed()) == 1
        assert program.file('py').exists() and program.file('said').exists()
        program.is_followed()
        program.ends_well()


def forks_and_children():
    text = '''
import asyncio, os, subprocess
async def main():
    if os.fork() == 0:
        os._exit(0) if 'LOOPSCOPE' not in os.environ else os._exit(1)
    assert os.wait()[1] == 0
    await asyncio.sleep(0.5)
asyncio.run(main())
'''
    with Program(text) as program:
        program.await_entry()
        time.sleep(0.2)
        with Viewer(program) as viewer:
            viewer.tell(STOP)
            viewer.await_state(STOPPED)
        program.ends_well()


def descriptors_closed():
    text = '''
import asyncio, os
async def main():
    await asyncio.sleep(0.1)
    os.closerange(200, 1024)
    for i in range(5):
        await asyncio.sleep(0.05)
asyncio.run(main())
print('well')
'''
    with Program(text) as program:
        program.await_entry()
        with Viewer(program) as viewer:
            wait_for('the closing', lambda: viewer.n_events() > 40)
        out, err = program.process.communicate(timeout=30)
        assert program.process.returncode == 0 and out == 'well\n', (out, err)


def main():
    tap = Tap()
    for case in (entry_and_modes, run_as_module, stopped_stepped_and_let_go, second_viewer, blocked_loop,
                 blocked_loop_is_told_while_it_lasts, another_user, folder_open_to_others, killed,
                 what_had_it_begin, forks_and_children, descriptors_closed):
        name = case.__name__.replace('_', '-')
        try:
            skipped = case()
        except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
            tap.case(False, name, repr(error))
        else:
            if skipped:
                tap.skip(name, skipped)
            else:
                tap.case(True, name)
    tap.done()


main()
