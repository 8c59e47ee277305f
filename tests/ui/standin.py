# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python that says it can make others execute a file (sys.remote_exec, of 3.14), and does so in a way of its own.

As with the real one, the other executes the file when its main thread next executes Python; here a signal has it do so.
"""
import contextlib
import os
import pathlib
import shutil
import subprocess

# Executed by each such Python at its start. A file “wait” holds up the one that asks, “late” the one that is asked.
STARTED = '''
import os, signal, sys, time

HERE = os.path.dirname(os.path.abspath(sys.executable))

def wait_while(name):
    while os.path.exists(os.path.join(HERE, name)):
        time.sleep(0.01)

def remote_exec(pid, path):
    open(os.path.join(HERE, 'asks'), 'w').write(str(os.getpid()))
    wait_while('wait')
    open(os.path.join(HERE, 'script'), 'w').write(path)
    os.kill(pid, signal.SIGUSR1)

def execute(*_):
    wait_while('late')
    exec(open(open(os.path.join(HERE, 'script')).read()).read())

sys.remote_exec = remote_exec
signal.signal(signal.SIGUSR1, execute)
'''

PROGRAM = '''import asyncio

async def main():
    print('runs', flush=True)
    while True:
        await asyncio.sleep(0.01)

asyncio.run(main())
'''


class Python:
    """In a folder of its own, made as a virtual environment is."""

    def __init__(self, folder, real='/usr/bin/python3'):
        self.folder = pathlib.Path(folder)
        version = subprocess.run([real, '-c', 'import sys; print("python%d.%d" % sys.version_info[:2])'],
                                 capture_output=True, text=True, check=True).stdout.strip()
        packages = self.folder / 'lib' / version / 'site-packages'
        packages.mkdir(parents=True)
        (packages / 'standin.pth').write_text('import standin_started\n')
        (packages / 'standin_started.py').write_text(STARTED)
        (self.folder / 'bin').mkdir()
        (self.folder / 'pyvenv.cfg').write_text(f'home = {os.path.dirname(os.path.realpath(real))}\n')
        self.path = self.folder / 'bin' / 'python3.14'
        shutil.copy(real, self.path)

    def hold_up(self, name):
        (self.folder / 'bin' / name).touch()

    def go_on(self, name):
        (self.folder / 'bin' / name).unlink()

    def asker(self):
        """The process that asks, or 0: nobody has yet."""
        path = self.folder / 'bin' / 'asks'
        return int(path.read_text() or 0) if path.exists() else 0

    @contextlib.contextmanager
    def program(self):
        """One that runs for ever and does not record."""
        path = self.folder / 'service.py'
        path.write_text(PROGRAM)
        with subprocess.Popen([self.path, path], stdout=subprocess.PIPE) as process:
            try:
                process.stdout.readline()
                yield process
            finally:
                process.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)
