#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A loop that is blocked in real time: who holds it, for how long, and a window that still moves."""
import re
import sys

import driver
from cases import at_step, badge, run, shots
from driver import wait_for
from program import Program


def who_holds(window):
    """What the notice says: the task, for how many seconds, the file and the line."""
    def look():
        notice = window.seen('panel', 'Notice')
        told = (re.match(r'(\S+) has held the loop for ([\d.]+) s, at (\S+):(\d+)\.', text)
                for text in window.texts(notice))
        return next(found.groups() for found in told if found)
    name, seconds, file, line = wait_for('who holds the loop', look)
    return name, float(seconds), file, int(line)


def lines_with(program, *words):
    return [i for i, line in enumerate(program.source().splitlines(), 1) if any(word in line for word in words)]


def test_holder_is_named():
    """It blocks until it is told to go on."""
    with Program('5', 'block') as program, driver.Window('attach', str(program.pid)) as window:
        name, seconds, file, line = who_holds(window)
        assert (name, file) == ('Task-1', 'attach-program.c'), (name, file)
        assert line in lines_with(program, 'printf'), line       # what it did last that is recorded
        wait_for('blocked', lambda: badge(window) == 'live · loop blocked')
        wait_for('a longer time', lambda: who_holds(window)[1] > seconds)
        window.screenshot(shots() / 'blocked.png')
        program.ends_well()
        wait_for('the end', lambda: badge(window).startswith('ended'))


def test_line_of_who_computes():
    with Program('5', 'compute') as program, driver.Window('attach', str(program.pid)) as window:
        lines = lines_with(program, 'poll (&input', '(MS_NONE)')
        wait_for(f'a line of {lines}', lambda: who_holds(window)[3] in lines)
        window.screenshot(shots() / 'computes.png')
        program.ends_well()
        wait_for('the end', lambda: badge(window).startswith('ended'))


def test_window_answers_meanwhile():
    with Program('5', 'block') as program, driver.Window('attach', str(program.pid)) as window:
        who_holds(window)
        window.key('Left')
        wait_for('looking back', lambda: badge(window).startswith('looking back'))
        assert program.runs()


def test_in_real_time():
    """The restarted example blocks, and plays to its end."""
    with driver.Window('--example', 'blocking-sleep') as window:
        at_step(window, 1)
        window.key('alt+1', 'ctrl+r', *['plus'] * 6)
        at_step(window, 1)
        window.click('Play')
        wait_for('the end', lambda: badge(window) == 'ended · 44 steps')


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
