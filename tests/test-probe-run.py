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

    def run(self, *words):
        return subprocess.run([self.loopscope, 'run', '-o', self.trace, *words], env=self.env, cwd=self.folder,
                              capture_output=True, text=True, timeout=60)

    def events(self):
        dump = subprocess.run([self.loopscope, 'dump', '--json', self.trace], capture_output=True, text=True, check=True)
        return json.loads(dump.stdout)['events']


def test_script(tap, command):
    ended = command.run('script.py', 'a', '--clock')
    tap.same(ended.stdout, "['a', '--clock'] __main__\n", 'a script is executed with its own arguments')
    tap.case(ended.returncode == 4, 'its exit code is passed on')
    tap.case(any(event['event'] == 'task-done' for event in command.events()), 'it is recorded')


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
        for test in test_script, test_module, test_example, test_obstacles, test_locals, test_sleep_after_work, test_module_of_ours:
            test(tap, command)
    tap.done()


main()
