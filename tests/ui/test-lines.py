#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of a Python program: stopping at them, set by the mouse and by the key, and stepping by them."""
import os
import pathlib
import subprocess
import sys

import driver
from cases import badge, position, ready, run, shots
from driver import text_of, wait_for

HOME = pathlib.Path(os.environ['HOME'])

PROGRAM = '''import asyncio


async def work(name, delay):
    total = 0
    for number in range(3):
        total += number
        await asyncio.sleep(delay)
    return total


async def main():
    results = await asyncio.gather(work('a', 0.01), work('b', 0.02))
    print(results)


asyncio.run(main())
'''


def write(name, text=PROGRAM):
    path = HOME / name
    path.write_text(text)
    return path


def source(window):
    return window.find('text', 'Source')


def place(window):
    """What a screen reader is told of the current line."""
    return source(window).get_description() or ''


def put_cursor(window, line):
    window.point_at_line(source(window), line)


def full_speed(window):
    window.key('Escape', *['plus'] * 6)


def has_locals(window, *lines):
    """In the inspector, of the task that stands there."""
    wait_for(f'{lines}', lambda: any(set(lines) <= set(text.splitlines()) for text in window.texts()))


def at_break(window, line):
    wait_for('the breakpoint', lambda: badge(window) == 'live · breakpoint')
    wait_for(f'line {line}', lambda: f':{line}' in place(window))


def test_set_by_key():
    with driver.Window(str(write('keyed.py'))) as window:
        ready(window)
        put_cursor(window, 7)
        window.key('ctrl+b')
        full_speed(window)
        window.key('space')
        at_break(window, 7)
        window.key('ctrl+2')
        has_locals(window, 'total = 0', 'number = 0', "name = 'a'", 'delay = 0.01')
        window.screenshot(shots() / 'breakpoint.png')
        before = position(window)
        window.key('space')
        wait_for('the program goes on', lambda: position(window) > before)
        at_break(window, 7)
        # Taken away, the program runs to its end.
        put_cursor(window, 7)
        window.key('ctrl+b')
        full_speed(window)
        window.key('space')
        wait_for('the end', lambda: badge(window).startswith('ended'))
        window.has_text('[3, 3]')


def test_set_by_margin():
    with driver.Window(str(write('clicked.py'))) as window:
        ready(window)
        put_cursor(window, 14)
        window.point_at_margin(source(window), 14)
        full_speed(window)
        window.key('space')
        at_break(window, 14)
        window.key('ctrl+2')
        window.screenshot(shots() / 'breakpoint-main.png')
        has_locals(window, 'results = [3, 3]')


def test_step_by_line():
    with driver.Window(str(write('lines.py'))) as window:
        ready(window)
        put_cursor(window, 5)
        window.key('ctrl+b')
        full_speed(window)
        window.key('space')
        at_break(window, 5)
        window.key('ctrl+2', '5')
        for line in (6, 7, 8):
            window.key('Right')
            wait_for(f'line {line}', lambda: place(window).endswith(f':{line}') and badge(window).startswith('live · paused'))
        has_locals(window, 'total = 0', 'number = 0')
        window.screenshot(shots() / 'line-step.png')
        # The next line that anybody executes is the other task's.
        window.key('Right')
        wait_for('the other task', lambda: place(window).endswith(':5'))


REMARKS = PROGRAM.replace('    total = 0\n', '    # nothing yet\n    total = 0\n') + '# the end\n'


def test_line_that_is_not_executed():
    """The breakpoint moves to the next one that is; where none follows it is refused."""
    with driver.Window(str(write('remarks.py', REMARKS))) as window:
        ready(window)
        put_cursor(window, 19)
        window.key('ctrl+b')
        window.has_text('The program cannot be stopped there: no line follows that is executed')
        put_cursor(window, 5)
        window.key('ctrl+b')
        window.has_text('The breakpoint moved to line 6, the next that is executed')
        full_speed(window)
        window.key('space')
        at_break(window, 6)


def test_mark_moves_when_the_text_runs():
    with driver.Window(str(write('later.py', REMARKS))) as window:
        ready(window)
        window.key('ctrl+shift+k')
        wait_for('the end', lambda: badge(window).startswith('ended'))
        put_cursor(window, 5)
        window.key('ctrl+b', 'ctrl+r')
        ready(window)
        full_speed(window)
        window.key('space')
        at_break(window, 6)


def test_attached():
    path = write('service.py', PROGRAM.replace('range(3)', 'range(10 ** 6)'))
    program = subprocess.Popen([os.environ['LOOPSCOPE_BUILD_ROOT'] + '/src/app/loopscope', 'run', str(path)])
    try:
        with driver.Window() as window:
            window.key('ctrl+shift+a')
            wait_for('it appears', lambda: any('· process ' in text for text in window.texts()))
            window.key('Return')
            wait_for('steps', lambda: badge(window).startswith('live') and position(window) > 0)
            window.click('Pause')
            wait_for('pause', lambda: badge(window) == 'live · paused')
            put_cursor(window, 6)
            window.key('ctrl+b')
            full_speed(window)
            window.key('space')
            at_break(window, 6)
    finally:
        program.terminate()
        program.wait()


def test_source_goes_while_it_scrolls():
    body = '    await asyncio.sleep(0)\n' + '    # so that it has to scroll\n' * 300 + '    await asyncio.sleep(0)\n'
    path = write('long.py', f'import asyncio\n\n\nasync def main():\n{body}\n\nasyncio.run(main())\n')
    with driver.Window(str(path)) as window:
        ready(window)
        full_speed(window)
        window.key('space')
        wait_for('the end', lambda: badge(window).startswith('ended'))
        for _ in range(5):
            window.key('Home')
            window.key('End', 'F7', 'F7')
        window.has_text('The loop is closed.')


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
