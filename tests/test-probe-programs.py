#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs on the libraries of others, recorded whole, end as they do without the probe.

    test-probe-programs.py LOOPSCOPE [PACKAGE...]
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from beside import Ended, Trace  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

PROGRAMS = pathlib.Path(__file__).parent / 'probe'
PACKAGES = {'aiohttp': 100, 'websockets': 100}           # how many tasks there are at least


def check_tasks(tap, trace, name, least):
    created, done = trace.subjects('task-created'), trace.subjects('task-done')
    tap.case(len(created) >= least and sorted(created) == sorted(done), f'{name}: every task is told, with its end',
             f'{len(created)} were created, {len(done)} ended')
    turns, ends = trace.of('turn'), trace.of('task-suspended', 'task-done')
    tap.case(len(turns) == len(ends), f'{name}: every turn is told, with its end', f'{len(turns)} began, {len(ends)} ended')


def check_descriptors(tap, trace, name):
    watched, unwatched = trace.subjects('fd-watched'), trace.subjects('fd-unwatched')
    tap.case(watched and sorted(watched) == sorted(unwatched), f'{name}: its descriptors are watched, and let go',
             f'watched: {watched}\nunwatched: {unwatched}')
    ready = set(trace.subjects('fd-ready'))
    tap.case(ready and ready <= set(watched), f'{name}: what is ready was watched', str(ready - set(watched)))


def check(tap, loopscope, folder, name):
    script = PROGRAMS / f'{name}-service.py'
    path = os.path.join(folder, f'{name}.looptrace')
    plain, recorded = Ended(script), Ended(script, trace=path)
    tap.same(recorded.text, plain.text, f'{name}: it ends as without the probe')
    trace = Trace(loopscope, path)
    tap.case(trace.is_complete and not trace.problems and not trace.of('dropped'), f'{name}: it is recorded whole',
             '\n'.join(map(str, trace.problems)))
    check_tasks(tap, trace, name, PACKAGES[name])
    check_descriptors(tap, trace, name)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[2:] or PACKAGES:
            if subprocess.run([PYTHON, '-c', f'import {name}'], capture_output=True).returncode != 0:
                tap.skip(name, f'the package python3-{name} is not installed')
            else:
                check(tap, sys.argv[1], folder, name)
    tap.done()


main()
