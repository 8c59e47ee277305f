#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stage and sentence alone, for a projector; and the way to a step that has not happened yet."""
import sys

import driver
from cases import at_step, position, ready, run, shots
from driver import Atspi, wait_for


def place(window):
    return next(text for text in window.texts(window.find('panel', 'Presentation')) if ' · step ' in text)


def has_focus(window, name):
    return window.find('image', name).get_state_set().contains(Atspi.StateType.FOCUSED)


def presented(window, step):
    """There, and the program waits for the next key."""
    wait_for(f'step {step}', lambda: place(window).endswith(f' · step {step}'))
    at_step(window, step)


def test_present():
    with driver.Window('--example', 'gather-count', '--step', '3') as window:
        at_step(window, 3)
        window.key('F5')
        window.find('panel', 'Presentation')
        presented(window, 3)
        wait_for('the presented stage', lambda: has_focus(window, 'Presented stage'))
        assert 'main' in wait_for('what it shows', lambda: window.picture('Presented stage'))
        for step in 4, 5, 6:
            window.key('Page_Down')
            presented(window, step)
        window.has_text('main waits for')
        window.key('Page_Up')
        presented(window, 5)
        window.key('Right')
        presented(window, 6)
        window.screenshot(shots() / 'presenting.png')
        window.key('Escape')
        wait_for('the workbench', lambda: has_focus(window, 'Stage'))
        at_step(window, 6)
        window.key('F5')
        presented(window, 6)
        window.key('F5')
        wait_for('the workbench', lambda: has_focus(window, 'Stage'))


def test_go_on_to_a_step():
    with driver.Window('--example', 'gather-count') as window:
        ready(window)
        window.click('Show the step')
        wait_for('the step', lambda: window.picture('Stage').startswith('main waits for the 3 tasks'))
        ready(window)
        found = position(window)
        window.key('End')
        at_step(window, found)


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
