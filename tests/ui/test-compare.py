#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs side by side: examples by time, traces by what they do; walked together."""
import os
import pathlib
import re
import subprocess
import sys

import driver
from cases import at_step, badge, ready, run, shots
from driver import wait_for

HOME = pathlib.Path(os.environ['HOME'])
BUILD = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'])


def record(name, example, *options):
    path = HOME / f'{name}.looptrace'
    if not path.exists():
        subprocess.run([BUILD / 'src' / 'app' / 'loopscope', 'run', '--clock', 'instant', *options, '-o', path, example],
                       check=True, stdout=subprocess.DEVNULL)
    return str(path)


def places(window):
    """(time, step, steps) of A and B."""
    found = [re.fullmatch(r'([\d.]+) s · step (\d+) of (\d+)', text) for text in window.texts()]
    return [(float(m[1]), int(m[2]), int(m[3])) for m in found if m]


def steps(window):
    return [place[1] for place in places(window)]


def at(window, *wanted):
    wait_for(f'steps {wanted}', lambda: steps(window) == list(wanted))


def opened(window):
    window.find('image', 'Stage B')
    wait_for('both places', lambda: len(places(window)) == 2)


def test_two_examples_by_time():
    with driver.Window('--compare', 'two-tasks', 'sequential') as window:
        opened(window)
        at(window, 0, 0)
        window.click('Forward', 'push button')
        at(window, 1, 1)
        window.has_text('The loop is given main')
        window.key('4', 'Right')
        # The first timer of all is B's, at 2 s: A, which sleeps until 3 s, is shown as it is then.
        wait_for('two seconds', lambda: places(window)[1][0] >= 2 and places(window)[0][0] < 2)
        window.key('Right')
        wait_for('three seconds', lambda: places(window)[0][0] >= 3 and places(window)[1][0] < 3)
        window.screenshot(shots() / 'compare-time.png')
        window.key('End')
        wait_for('both ends', lambda: all(place[1] == place[2] for place in places(window)))
        window.key('Home')
        at(window, 0, 0)


def test_two_seeds():
    with driver.Window('--compare', record('seed3', 'pipeline', '--seed', '3'),
                       record('seed5', 'pipeline', '--seed', '5')) as window:
        opened(window)
        told = window.has_text('They differ from step')
        first = [int(number) for number in re.findall(r'\d+', told)]
        window.click('First difference', 'push button')
        at(window, *first)
        sentences = [text for text in window.texts() if text.startswith('Producer 0 ') and text.endswith('.')]
        assert len(set(sentences)) == 2, sentences
        window.screenshot(shots() / 'compare-seeds.png')
        window.key('Left')
        at(window, *[step - 1 for step in first])
        window.key('Home', 'd')
        at(window, *first)


def test_same():
    with driver.Window('--compare', record('seed3', 'pipeline', '--seed', '3'),
                       record('seed3b', 'pipeline', '--seed', '3')) as window:
        opened(window)
        window.has_text('Both do the same')
        assert not window.is_sensitive(window.find('push button', 'First difference'))
        for step in range(1, 6):
            window.key('Right')
            at(window, step, step)
        window.key('Left')
        at(window, 4, 4)
        window.click('Play', 'push button')
        wait_for('playing', lambda: steps(window)[0] > 6)
        window.click('Pause', 'push button')
        wait_for('both at the same step', lambda: steps(window)[0] == steps(window)[1])


def test_from_the_guide():
    with driver.Window('--example', 'two-tasks') as window:
        ready(window)
        window.click('Compare with “One after the other”')
        window.found.clear()
        wait_for('a second window', lambda: window.application.get_child_count() == 2)
        opened(window)
        window.has_text('One after the other')


def test_with_the_run_before():
    with driver.Window('--example', 'pipeline', '--step', '20') as window:
        at_step(window, 20)
        window.key('ctrl+u')
        seed = window.find('text', 'Seed of its random values')
        driver.set_text(seed, 5)
        window.click('Run')
        at_step(window, 1)
        ready(window)
        window.key('2', 'Right', 'Right', 'Right')
        window.key('ctrl+shift+d')
        wait_for('a second window', lambda: window.application.get_child_count() == 2)
        opened(window)
        window.has_text('A pipeline, the run before')


def test_c_with_python():
    with driver.Window('--example', 'gather-count') as window:
        ready(window)
        window.key('ctrl+alt+d')
        wait_for('a second window', lambda: window.application.get_child_count() == 2)
        opened(window)
        window.has_text(', in Python')
        window.has_text('Both do the same')
        window.screenshot(shots() / 'compare-languages.png')


def test_before_and_after_an_edit():
    path = HOME / 'edited.py'
    path.write_text('import asyncio\n\nasync def main():\n    await asyncio.sleep(0.01)\n    print("one")\n\nasyncio.run(main())\n')
    with driver.Window(str(path)) as window:
        for word in ('one', 'two'):
            ready(window)
            window.key('Escape', *['plus'] * 6, 'space')
            wait_for('the end', lambda: badge(window).startswith('ended'))
            if word == 'one':
                source = window.find('text', 'Source')
                driver.set_text(source, path.read_text().replace('print("one")', 'print("two")'))
                window.key('ctrl+r')
        window.key('ctrl+shift+d')
        wait_for('a second window', lambda: window.application.get_child_count() == 2)
        opened(window)
        window.has_text('edited.py, the run before')
        window.has_text('They differ from step')
        window.click('First difference', 'push button')
        window.has_text('main prints: one')
        window.has_text('main prints: two')
        window.screenshot(shots() / 'compare-edit.png')
        window.process.terminate()
        window.process.wait(driver.TIMEOUT)


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
