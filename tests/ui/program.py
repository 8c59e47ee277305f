# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that somebody else has started, to be attached to."""
import os
import pathlib
import subprocess

import driver

PROGRAM = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'], 'tests', 'attach-program')
FOLDER = pathlib.Path(os.environ['XDG_RUNTIME_DIR'], 'loopscope')


class Program:
    """It records, and can be found at once; it goes on until it is told to end."""

    def __init__(self, *words):
        """@words: as tests/attach-program.c has them; none: it ticks."""
        self.command = [PROGRAM, *words]
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=dict(os.environ, LOOPSCOPE='1'), stdin=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            driver.wait_for('its entry', lambda: (FOLDER / f'{self.process.pid}.entry').exists())
        except driver.Missing:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    @property
    def pid(self):
        return self.process.pid

    @staticmethod
    def source():
        return pathlib.Path(os.environ['LOOPSCOPE_SOURCE_ROOT'], 'tests', 'attach-program.c').read_text()

    def runs(self):
        return self.process.poll() is None

    def ends_well(self):
        """When it is told to, and not before."""
        assert self.runs()
        self.process.stdin.close()
        assert self.process.wait(driver.TIMEOUT) == 0
