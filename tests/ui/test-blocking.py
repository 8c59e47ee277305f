#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A loop that is blocked in real time: who holds it, for how long, and a window that still moves."""
import re
import sys
import time

import driver
from cases import at_step, badge, run, shots
from driver import wait_for


def start_in_real_time(window):
    at_step(window, 1)
    window.key('alt+1', 'ctrl+r')
    wait_for('the start', lambda: badge(window) == 'live · paused')
    window.key('plus', 'plus', 'plus', 'plus', 'plus', 'plus')


def play_until_held(window):
    """What the notice says of who holds the loop."""
    start_in_real_time(window)
    notice = window.find('panel', 'Notice')
    window.click('Play')
    return wait_for('who holds the loop', lambda: next(
        (text for text in window.texts(notice) if 'has held the loop' in text), None))


def test_holder_is_named():
    with driver.Window('--example', 'blocking-sleep') as window:
        found = play_until_held(window)
        name, seconds = re.match(r'(\S+) has held the loop for ([\d.]+) s, at blocking-sleep\.c:\d+\.', found).groups()
        assert name in ('Task-2', 'Task-3', 'Task-4'), found
        # The call blocks for one second: it was told while it did.
        assert 0.4 <= float(seconds) <= 1.1, found
        window.screenshot(shots() / 'blocked.png')
        wait_for('the end', lambda: badge(window) == 'ended · 44 steps')


def test_line_of_who_computes():
    with driver.Window('--example', 'busy-loop') as window:
        found = play_until_held(window)
        name, line = re.match(r'(\S+) has held the loop for [\d.]+ s, at busy-loop\.c:(\d+)\.', found).groups()
        assert name == 'Task-2' and 9 <= int(line) <= 23, found
        window.screenshot(shots() / 'computes.png')
        wait_for('the end', lambda: badge(window).startswith('ended'))


def test_window_answers_meanwhile():
    with driver.Window('--example', 'blocking-sleep') as window:
        play_until_held(window)
        before = time.monotonic()
        window.key('Left')
        wait_for('looking back', lambda: badge(window).startswith(('looking back', 'recorded')))
        assert time.monotonic() - before < 2


def test_deadlock_is_told():
    with driver.Window('--example', 'deadlock-locks', '--step', '21') as window:
        at_step(window, 21)
        window.has_text('Nothing can run again: Ada and Ben wait for each other.')
        notice = window.find('panel', 'Notice')
        wait_for('the notice', lambda: any('wait for each other' in text for text in window.texts(notice)))
        window.screenshot(shots() / 'deadlock.png')


def test_interrupt():
    with driver.Window('--example', 'producer-consumer', '--step', '5') as window:
        at_step(window, 5)
        window.key('ctrl+shift+k')
        window.has_text('The program ended: ')
        wait_for('ended', lambda: badge(window).startswith('ended'))
        window.screenshot(shots() / 'killed.png')
        window.click('Back')
        at_step(window, 4)


sys.exit(run(sys.modules[__name__]))
