#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""loopscope run executes Python: scripts, modules, an example's Python version.

    test-probe-run.py LOOPSCOPE
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

ROOT = pathlib.Path(__file__).parent.parent
PROBE = ROOT / 'src' / 'probe'
SCRIPT = '''import asyncio, sys
async def main():
    print(sys.argv[1:], __name__); await asyncio.sleep(0); sys.exit(4)
asyncio.run(main())
'''


class Command:
    """The command in a folder of its own, whose trace goes to one place."""

    def __init__(self, loopscope, folder):
        self.loopscope = os.path.abspath(loopscope)
        self.trace = os.path.join(folder, 'a.looptrace')
        self.folder = folder
        self.env = dict(os.environ, LOOPSCOPE_PROBE=str(PROBE), LOOPSCOPE_EXAMPLES=str(ROOT / 'src' / 'examples'),
                        PATH=os.path.dirname(PYTHON) + ':' + os.environ.get('PATH', ''), XDG_CACHE_HOME=folder)

    def run(self, *words, cwd=None, env=None):
        return subprocess.run([self.loopscope, 'run', '-o', self.trace, *words], env=env or self.env,
                              cwd=cwd or self.folder, capture_output=True, text=True, timeout=60)

    def events(self):
        dump = subprocess.run([self.loopscope, 'dump', '--json', self.trace], capture_output=True, text=True, check=True)
        return json.loads(dump.stdout)['events']


def test_script(tap, command):
    ended = command.run('script.py', 'a', '--clock')
    tap.same(ended.stdout, "['a', '--clock'] __main__\n", 'a script is executed with its own arguments')
    tap.case(ended.returncode == 4, 'its exit code is passed on')
    tap.case(any(event['event'] == 'task-done' for event in command.events()), 'it is recorded')


def is_recorded(command):
    return any(event['event'] == 'task-done' for event in command.events())


def test_folder(tap, command):
    folder = pathlib.Path(command.folder, 'tool')
    folder.mkdir()
    (folder / '__main__.py').write_text(SCRIPT)
    for name, where in ('tool', command.folder), ('./tool/', command.folder), ('.', folder):
        ended = command.run(name, 'a', cwd=where)
        tap.same(ended.stdout, "['a'] __main__\n", f'{name}: a folder with a __main__.py is executed')
        tap.case(ended.returncode == 4 and is_recorded(command), f'{name}: it is recorded', ended.stderr)
    (folder / '__main__.py').unlink()
    ended = command.run('./tool')
    tap.case(ended.returncode == 126 and 'is a folder' in ended.stderr, 'any other folder is refused', ended.stderr)


def test_archive(tap, command):
    path = pathlib.Path(command.folder, 'archive.pyz')
    with zipfile.ZipFile(path, 'w') as archive:
        archive.writestr('other.py', '')
        archive.writestr('__main__.py', SCRIPT)
        archive.comment = b'made by a test'
    content = path.read_bytes()
    for what, first, mode in (('', b'', 0o600), (', executable', b'', 0o700),
                              (' that names its interpreter', b'#!/usr/bin/env python3\n', 0o700)):
        path.write_bytes(first + content)
        path.chmod(mode)
        ended = command.run('./archive.pyz', 'b')
        tap.same(ended.stdout, "['b'] __main__\n", f'an archive with a __main__.py{what} is executed')
        tap.case(ended.returncode == 4 and is_recorded(command), f'an archive{what} is recorded', ended.stderr)
    for cut in 140, 60, 3:
        path.write_bytes(content[-cut:])
        path.chmod(0o600)
        tap.case(command.run('./archive.pyz').returncode == 126, f'{cut} bytes of one are refused')


def test_first_line(tap, command):
    venv = pathlib.Path(command.folder, 'venv', 'bin')
    venv.mkdir(parents=True)
    (venv / 'python').symlink_to(PYTHON)
    path = pathlib.Path(command.folder, 'first-line')
    path.touch(0o700)
    print_flags = 'import sys; print(sys.argv, sys.orig_argv[1:], sys.prefix)\n'
    for line in ('#!/usr/bin/env python3', '#! /usr/bin/env  python3 ', f'#!{PYTHON} -u', f'#!{venv}/python',
                 f'#!/usr/bin/env -S {PYTHON} -u -B'):
        path.write_text(line + '\n' + print_flags + SCRIPT)
        alone = subprocess.run(['./first-line', 'c'], env=command.env, cwd=command.folder, capture_output=True, text=True)
        ended = command.run('./first-line', 'c')
        tap.same(ended.stdout, alone.stdout, f'{line[2:]}: executed as the kernel does')
        tap.case(ended.returncode == 4 and is_recorded(command), f'{line[2:]}: it is recorded', ended.stderr)
    env = dict(command.env, PATH=command.folder + ':' + command.env['PATH'])
    ended = command.run('first-line', 'c', env=env)
    tap.case(f"['{path}', 'c']" in ended.stdout and is_recorded(command), 'along PATH, too', ended.stdout + ended.stderr)
    path.chmod(0o600)
    tap.case(command.run('./first-line').returncode == 126, 'one that cannot be executed is not')
    path.write_text('#!/bin/sh\necho python3\n')
    path.chmod(0o700)
    ended = command.run('./first-line')
    tap.case(ended.stdout == 'python3\n' and ended.returncode == 125, "a shell's stays the shell's", ended.stderr)


def test_module(tap, command):
    ended = command.run('--module', 'script', 'b')
    tap.same(ended.stdout, "['b'] __main__\n", 'a module is executed')


def test_example(tap, command):
    ended = command.run('--python', '--clock', 'instant', 'gather-count')
    tap.same(ended.stdout, 'One\n' * 3 + 'Two\n' * 3, "an example's Python version is executed")
    lines = {event['site']['file'].rsplit('/')[-1] for event in command.events() if event['event'] == 'frame'}
    tap.same(str(lines), "{'gather-count.py'}", 'its sites are lines of Python')


def test_obstacles(tap, command):
    for option in 'IES':
        ended = command.run('python3', '-' + option, 'script.py')
        tap.case(f'python3 -{option}' in ended.stderr and 'records nothing' in ended.stderr,
                 f'-{option} is said to keep the probe out', ended.stderr)
        tap.case(ended.returncode == 4, f'-{option}: the program is executed all the same')


def test_locals(tap, command):
    command.run('--python', '--locals', '--clock', 'instant', 'three-tasks')
    tap.case(any(event['event'] == 'local' for event in command.events()), '--locals records locals')
    command.run('--python', '--no-values', '--clock', 'instant', 'three-tasks')
    tap.case(all('value' not in event for event in command.events() if event['event'] in ('coro-arg', 'task-done')),
             '--no-values records none')


def test_sleep_after_work(tap, command):
    """A sleep is as long as it was asked for, however long its task has held the loop before."""
    pathlib.Path(command.folder, 'work.py').write_text('''
import asyncio, time
async def main():
    began = time.monotonic()
    while time.monotonic() < began + 0.3: pass
    await asyncio.sleep(0.02)
asyncio.run(main())
''')
    command.run('work.py')
    armed = [event for event in command.events() if event['event'] == 'timer-armed']
    tap.case(len(armed) == 1 and armed[0]['value'] - armed[0]['time'] < 0.2, 'a sleep after long work', armed)


def test_module_of_ours(tap, command):
    env = dict(command.env, PYTHONPATH=str(PROBE))
    words = [PYTHON, '-m', 'loopscope_probe']
    ended = subprocess.run([*words, '-o', command.trace, 'script.py', 'c', '-o'], env=env, cwd=command.folder,
                           capture_output=True, text=True, timeout=60)
    tap.same(ended.stdout, "['c', '-o'] __main__\n", 'python3 -m loopscope_probe executes a script')
    tap.case(ended.returncode == 4 and len(command.events()) > 10, 'and records it', ended.stderr)
    told = subprocess.run([*words, '--help'], env=env, capture_output=True, text=True, timeout=60).stdout
    tap.case('loopscope run' in told and 'runpy' in told, 'its help tells the difference', told)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, 'script.py').write_text(SCRIPT)
        command = Command(sys.argv[1], folder)
        for test in (test_script, test_folder, test_archive, test_first_line, test_module, test_example, test_obstacles,
                     test_locals, test_sleep_after_work, test_module_of_ours):
            test(tap, command)
    tap.done()


main()
