#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least window: all of its header and its transport lies within, whatever they have to show."""
import pathlib
import sys

import driver
import shot
from cases import at_step, position, run, shots
from driver import wait_for

LEAST = (100, 500)          # no window gets as narrow as that
SCRIPT = pathlib.Path(driver.__file__).parents[1] / 'probe' / 'real.py'


def place_of(node):
    return node.get_component_iface().get_extents(driver.Atspi.CoordType.WINDOW)


def shrink(window):
    before = width_of(window)
    shot.fill_screen(LEAST)
    wait_for('the least width', lambda: width_of(window) < before)


def width_of(window):
    return place_of(window.frame).width


def lies_within(window, *names):
    for name in names:
        def ends():
            place = place_of(window.find(None, name))
            return 0 <= place.x and place.x + place.width <= width_of(window)
        wait_for(f'all of “{name}” in the window', ends)


def test_least_live():
    with driver.Window('--example', 'gather-count', '--step', '11') as window:
        at_step(window, 11)
        shrink(window)
        window.has_text('paused after step 11')
        window.screenshot(shots() / 'least-live.png')
        lies_within(window, 'Readout', 'Run with…', 'Export', 'Panes, clock and program')


def test_least_looking_back_by_line():
    with driver.Window(str(SCRIPT)) as window:
        wait_for('the first step', lambda: window.all('panel', 'Readout'))
        shrink(window)
        wait_for('the program', lambda: position(window) > 0)
        window.key('Right')
        wait_for('a step', lambda: position(window) > 1)
        window.key('Left')
        window.has_text('looking back')
        window.screenshot(shots() / 'least-by-line.png')
        lies_within(window, 'Readout', 'Line', 'Back to the live edge')


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
