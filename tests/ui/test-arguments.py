#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An example run again with other arguments and another seed; Ctrl-C."""
import sys

import driver
from cases import at_step, press_until, ready, run, shots


def open_options(window):
    window.key('ctrl+u')
    return window.find('text', 'Arguments')


def to_gather(window):
    """To the first turn's end: main has made its tasks and waits."""
    window.key('2', 'Right')
    return window.has_text('main waits for the ')


def test_other_arguments():
    with driver.Window('--example', 'pipeline') as window:
        ready(window)
        assert '3 tasks' in to_gather(window)
        arguments = open_options(window)
        assert driver.text_of(arguments) == '-p 3 -c 2', driver.text_of(arguments)
        window.has_text('how many producers')
        window.screenshot(shots() / 'arguments.png')
        driver.set_text(arguments, '-p 5 -c 1')
        window.click('Run')
        at_step(window, 1)
        assert '5 tasks' in to_gather(window)
        # Restart keeps them, another opening of the example does not.
        window.key('ctrl+r')
        at_step(window, 1)
        assert '5 tasks' in to_gather(window)


def test_faults():
    with driver.Window('--example', 'pipeline') as window:
        ready(window)
        arguments = open_options(window)
        driver.set_text(arguments, "-p '3")
        window.click('Run')
        window.has_text('quot')
        driver.set_text(arguments, '-p 3')
        driver.set_text(window.find('text', 'Seed of its random values'), 'many')
        window.click('Run')
        window.has_text('A seed is a whole number from 0.')
        driver.set_text(window.find('text', 'Seed of its random values'), '7')
        window.click('Run')
        ready(window)


def test_an_example_without_arguments():
    with driver.Window('--example', 'gather-count') as window:
        ready(window)
        window.key('ctrl+u')
        window.find('push button', 'Run')
        assert not list(window.all('text', 'Arguments')) and not list(window.all('text', 'Seed of its random values'))


def test_interrupt():
    with driver.Window('--example', 'letters', '--step', '30') as window:
        at_step(window, 30)
        window.key('ctrl+shift+c', '2')
        press_until(window, 'Right', 'KeyboardInterrupt')


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
