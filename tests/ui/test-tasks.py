#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing a task anywhere chooses it everywhere; cancelling it; running it to its next turn."""
import sys

import driver
from cases import at_step, badge, run, shots
from driver import wait_for


def test_choose_by_key():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        window.key('Down', 'Down')
        window.has_text('count()')
        wait_for('the task page', lambda: 'Task-2' in window.texts(window.find('panel', 'Task')))
        window.key('Up')
        wait_for('main chosen', lambda: 'main' in window.texts(window.find('panel', 'Task')))
        window.screenshot(shots() / 'task.png')


def test_choose_on_the_stage():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        stage, page = window.find('image', 'Stage'), window.find('panel', 'Task')

        def choose():
            """Whoever misses it because it still glides to its place points at it again."""
            window.point_at(stage, 0.85, 0.55)
            return 'main' in window.texts(page)
        wait_for('main chosen', choose)


def test_choose_in_the_table():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        window.key('ctrl+3')
        window.has_text('4 tasks, 0 of them done')
        window.has_text('wakes at 1.000 s')


def test_cancel():
    with driver.Window('--example', 'gather-count', '--step', '16') as window:
        at_step(window, 16)
        window.key('Down', 'Down')
        window.has_text('count()')
        window.click('Cancel task')
        window.key('plus', 'plus', 'plus', 'plus', 'plus', 'plus')
        window.click('Play')
        wait_for('the end', lambda: badge(window).startswith('ended'))
        window.key('ctrl+3')
        window.has_text('cancelled')
        window.screenshot(shots() / 'cancelled.png')


def test_not_while_looking_back():
    with driver.Window('--example', 'gather-count', '--step', '16') as window:
        at_step(window, 16)
        window.key('Down', 'Down', 'Left', 'Left')
        at_step(window, 14)
        button = window.find('push button', 'Cancel task')
        wait_for('insensitive', lambda: not window.is_sensitive(button))
        window.has_text('You are looking back: what you see has passed.')
        window.screenshot(shots() / 'looking-back.png')
        window.key('End')
        wait_for('sensitive', lambda: window.is_sensitive(button))


def test_run_to_its_next_turn():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        window.key('Down', 'Down', 'Down', 'Down')
        wait_for('Task-4', lambda: 'Task-4' in window.texts(window.find('panel', 'Task')))
        window.click('Run to its next turn')
        window.has_text('Task-4 starts.')
        at_step(window, 13)


def test_events():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        window.key('ctrl+4')
        page = window.find('panel', 'Events')
        count = int(window.has_text('event ', page).split()[-1])
        window.key('Left')
        wait_for('an earlier event', lambda: int(window.has_text('event ', page).split()[1]) < count)
        window.has_text('task-created', page)


sys.exit(run(sys.modules[__name__]))
