#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of every example at its most telling step, for people to look at:

    gallery.py [EXAMPLE…] [--size 1440x900] [--dark] [--build DIR] -o FOLDER

The telling step is the one that the catalogue calls so, else the one that the Guide's first button leads to;
without one it is the last.
"""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys

import session

COMMAND = pathlib.Path('src', 'app', 'loopscope')


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('examples', nargs='*')
    session.add_options(parser)
    parser.add_argument('-o', '--output', required=True, help='the folder of the pictures')
    return parser.parse_args()


def catalogue():
    return json.loads(pathlib.Path(session.SOURCE_ROOT, 'src/examples/catalogue.json').read_text(encoding='utf-8'))


def anchor_of(example):
    return example.get('telling') or next((remark['anchor'] for remark in example.get('remarks', []) if remark.get('anchor')),
                                          None)


def record(command, example):
    path = pathlib.Path(os.environ['HOME'], example['name'] + '.looptrace')
    env = dict(os.environ)
    if 'interrupt-at' in example:
        env['LOOPSCOPE_INTERRUPT_AT'] = str(example['interrupt-at'])
    subprocess.run([command, 'run', '-o', path, example['name']], env=env, timeout=120, check=False,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path


def find_place(command, trace, anchor):
    """The options that open the window there, and what is wrong with the anchor."""
    if anchor is None:
        return [], 'its Guide has no button'
    found = subprocess.run([command, 'dump', trace, '--at', anchor], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        return [], found.stderr.strip().splitlines()[0]
    return ['--at', anchor], None


def take(command, example, options):
    import cases
    import driver
    import shot
    trace = record(command, example)
    if not trace.exists():
        return 'it leaves no trace'
    place, problem = find_place(command, trace, anchor_of(example))
    with driver.Window(str(trace), *place) as window:
        if not place:
            window.key('End')
        driver.wait_for('a step', lambda: cases.position(window) > 0)
        shot.fill_screen(options.size)
        shot.put_pointer_away(options.size)
        shot.settle(6)
        window.screenshot(pathlib.Path(options.output, example['name'] + '.png'))
    return problem


def take_all(options):
    command = str(session.build_root() / COMMAND)
    failed = 0
    for example in catalogue():
        if options.examples and example['name'] not in options.examples:
            continue
        try:
            problem = take(command, example, options)
        except (AssertionError, subprocess.SubprocessError) as error:
            problem = str(error)
        print(f'{example["name"]}: {problem or "taken"}', flush=True)
        failed += problem is not None
    return 1 if failed else 0


def main():
    signal.signal(signal.SIGTERM, session.end_orderly)
    options = parse()
    options.output = str(pathlib.Path(options.output).absolute())
    if os.environ.get('LOOPSCOPE_UI_INSIDE'):
        return take_all(options)
    with session.from_options(options, True) as x:
        os.environ['LOOPSCOPE_UI_INSIDE'] = '1'
        return x.run(['env', 'LOOPSCOPE_UI_INSIDE=1', '/usr/bin/python3', __file__, *sys.argv[1:]])


if __name__ == '__main__':
    sys.exit(main())
