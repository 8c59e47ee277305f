#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing an example; forward, back, play, the grains, restart."""
import sys

import driver
from cases import at_step, badge, position, ready, run, shots
from driver import wait_for


def test_choose_an_example():
    with driver.Window() as window:
        window.point_at(window.find('label', 'Counting together'))
        ready(window)
        assert position(window) == 1
        assert 'main' in window.picture('Stage')
        window.screenshot(shots() / 'chosen.png')


def test_the_first_to_open_has_the_focus():
    with driver.Window() as window:
        row = wait_for('its row', lambda: next(row for row in window.all('list item')
                                               if row.get_name().startswith('Counting together:')))
        window.focus('the first', row)
        window.key('Return')
        wait_for('gather-count', lambda: badge(window) == 'live · paused')
        window.has_text('gather-count.c · C on Loopscope’s engine')


def test_forward_and_back():
    with driver.Window('--example', 'gather-count') as window:
        at_step(window, 1)
        for step in range(2, 7):
            window.click('Forward')
            at_step(window, step)
        assert badge(window) == 'live · paused'
        window.has_text('main waits for')
        window.click('Back')
        at_step(window, 5)
        window.click('Back')
        at_step(window, 4)
        assert badge(window) == 'looking back · 4 of 6 so far'
        window.has_text('main makes Task-3')
        window.click('Forward')
        at_step(window, 5)
        window.click('Forward')
        at_step(window, 6)
        assert badge(window) == 'live · paused'
        window.click('Forward')
        at_step(window, 7)


def test_keys():
    with driver.Window('--example', 'gather-count') as window:
        at_step(window, 1)
        window.key('Right')
        at_step(window, 2)
        window.key('Left')
        at_step(window, 1)
        window.key('End')
        at_step(window, 2)
        window.key('2', 'Right')
        at_step(window, 6)
        window.key('4', 'Right')
        window.has_text('The timer of Task-2')
        window.key('Home')
        at_step(window, 0)


def test_back_to_the_live_edge():
    with driver.Window('--example', 'gather-count', '--step', '9') as window:
        at_step(window, 9)
        window.key('Home')
        at_step(window, 0)
        window.click('Back to the live edge')
        at_step(window, 9)
        assert badge(window) == 'live · paused'


def test_play_to_the_end():
    with driver.Window('--example', 'gather-count') as window:
        at_step(window, 1)
        window.key('plus', 'plus', 'plus', 'plus', 'plus', 'plus')
        window.click('Play')
        wait_for('the end', lambda: badge(window) == 'ended · 38 steps')
        window.has_text('The loop is closed.')
        window.click('Back')
        at_step(window, 37)
        assert badge(window) == 'recorded · 37 of 38'
        window.click('Restart')
        at_step(window, 1)
        assert badge(window) == 'live · paused'


def test_play_and_pause():
    with driver.Window('--example', 'producer-consumer') as window:
        at_step(window, 1)
        window.key('space')
        wait_for('three steps', lambda: position(window) >= 4)
        window.key('space')
        wait_for('a pause', lambda: badge(window) == 'live · paused')
        step = position(window)
        window.click('Forward')
        at_step(window, step + 1)


def test_restart_to_here():
    with driver.Window('--example', 'gather-count', '--step', '20') as window:
        at_step(window, 20)
        window.key('Left', 'Left', 'Left')
        at_step(window, 17)
        window.key('ctrl+shift+r')
        wait_for('live at step 17', lambda: position(window) == 17 and badge(window) == 'live · paused')


def test_guide():
    with driver.Window('--example', 'producer-consumer') as window:
        at_step(window, 1)
        # It has not happened yet: the program goes on to it.
        window.click('Show the step')
        wait_for('the step', lambda: window.picture('Stage').startswith('Producer puts 1 on queue'))
        step = position(window)
        window.key('plus', 'plus', 'plus', 'plus', 'plus', 'plus', 'space')
        wait_for('the end', lambda: badge(window).startswith('ended'))
        window.click('Show the step')
        at_step(window, step)


def test_breakpoint():
    with driver.Window('--example', 'gather-count') as window:
        at_step(window, 1)
        # The margin beside line 10, which sleeps; a breakpoint at line 9 would move there.
        window.point_at_margin(window.find('text', 'Source'), 10)
        window.key('plus', 'plus', 'plus', 'plus', 'plus', 'plus', 'space')
        wait_for('a stop', lambda: badge(window) == 'live · breakpoint')
        assert position(window) < 12
        window.screenshot(shots() / 'breakpoint.png')


sys.exit(run(sys.modules[__name__]))
