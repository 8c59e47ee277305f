#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of the window:

    shot.py [EXAMPLE|FILE.looptrace] [--step N] [--size 1440x900] [--dark] [--keys KEY…] -o FILE.png

The size is the window's: it fills its screen.  Keys are pressed, in order, once the step is reached.
"""
import argparse
import os
import pathlib
import signal
import subprocess
import sys
import time

import session


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', nargs='?')
    session.add_options(parser)
    parser.add_argument('--step', type=int, default=0)
    parser.add_argument('--compare', nargs=2, metavar=('A', 'B'), help='two examples or traces beside each other')
    parser.add_argument('--keys', nargs='*', default=[])
    parser.add_argument('--wait', type=float, default=0, help='seconds to wait before the picture is taken')
    parser.add_argument('-o', '--output', required=True)
    return parser.parse_args()


def take(options):
    import driver
    arguments = []
    if options.what:
        is_file = '/' in options.what or options.what.endswith('.looptrace')
        arguments += [options.what] if is_file else ['--example', options.what]
        arguments += ['--step', str(options.step)] if options.step else []
    if options.compare:
        arguments = ['--compare', *options.compare]
    with driver.Window(*arguments) as window:
        if options.compare:
            driver.wait_for('both runs', lambda: window.all('image', 'Stage B') or window.all(None, 'Stage B'))
        elif options.what:
            driver.wait_for(f'step {options.step}', lambda: reached(window, options.step))
        fill_screen(options.size)
        put_pointer_away(options.size)
        for key in options.keys:
            window.key(key)
            settle()
        time.sleep(options.wait)
        settle()
        window.screenshot(options.output)


def reached(window, step):
    return step == 0 or str(step) in window.texts(window.find('panel', 'Readout'))


def fill_screen(size):
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'loopscope'],
                           capture_output=True, text=True, check=False).stdout.split()
    for window in found:
        subprocess.run(['xdotool', 'windowmove', window, '0', '0',
                        'windowsize', window, str(size[0]), str(size[1])], check=False)


def put_pointer_away(size):
    """Into the corner, so that no tooltip covers what it stands on."""
    subprocess.run(['xdotool', 'mousemove', str(size[0] - 1), str(size[1] - 1)], check=False)


def settle(pictures=2):
    """Until that many pictures of the screen in a row are the same: nothing moves any more."""
    last, same = None, 1
    for _ in range(60):
        now = subprocess.run(['xwd', '-root', '-silent'], capture_output=True, check=True).stdout
        same = same + 1 if now == last else 1
        if same == pictures:
            return
        last = now
        time.sleep(0.12)


def main():
    signal.signal(signal.SIGTERM, session.end_orderly)
    options = parse()
    options.output = str(pathlib.Path(options.output).absolute())
    if os.environ.get('LOOPSCOPE_UI_INSIDE'):
        take(options)
        return 0
    with session.from_options(options, True) as x:
        os.environ['LOOPSCOPE_UI_INSIDE'] = '1'
        return x.run(['env', 'LOOPSCOPE_UI_INSIDE=1', '/usr/bin/python3', __file__, *sys.argv[1:]])


if __name__ == '__main__':
    sys.exit(main())
