# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python program without the probe beside the same with it, in real time."""
import json
import os
import pathlib
import subprocess

from programs import PYTHON

PROBE = pathlib.Path(__file__).parent.parent / 'src' / 'probe'


def environment(trace=None, runtime=None):
    """With a trace named, the program's probe records there; with a folder named, viewers find the program there."""
    env = {name: value for name, value in os.environ.items() if not name.startswith('LOOPSCOPE_')}
    env['PYTHONDONTWRITEBYTECODE'] = '1'
    if trace is not None:
        env.update(LOOPSCOPE_TRACE=str(trace), PYTHONPATH=str(PROBE / 'sitecustomize'))
    if runtime is not None:
        env.update(LOOPSCOPE='1', XDG_RUNTIME_DIR=str(runtime))
    return env


class Ended:
    """What a program printed, and how it ended; given a trace, the probe recorded it."""

    def __init__(self, *arguments, trace=None, runtime=None, timeout=120, **options):
        ended = subprocess.run([PYTHON, *map(str, arguments)], env=environment(trace, runtime), capture_output=True,
                               stdin=subprocess.DEVNULL, timeout=timeout, **options)
        self.stdout, self.stderr, self.code = ended.stdout, ended.stderr, ended.returncode

    @property
    def text(self):
        return f'{self.stdout.decode()}--\n{self.stderr.decode()}--\n{self.code}\n'


class Trace:
    """What can be read of a trace."""

    def __init__(self, loopscope, path):
        dumped = subprocess.run([loopscope, 'dump', '--json', path], capture_output=True, timeout=300)
        self.error = dumped.stderr.decode()
        content = json.loads(dumped.stdout) if dumped.returncode == 0 else {'events': [], 'problems': [self.error]}
        self.problems = content['problems']
        self.is_complete = content.get('complete', False)
        self.events = content['events']

    def of(self, *kinds):
        return [event for event in self.events if event['event'] in kinds]

    def subjects(self, *kinds):
        return [event['subject'] for event in self.of(*kinds)]
