#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that others have started: listed, attached to, stepped and let go."""
import os
import pathlib
import shutil
import subprocess
import sys

import driver
from cases import at_step, badge, choose_process, position, run, shots
from driver import wait_for
from program import Program


def open_list(window):
    window.key('ctrl+shift+a')


def rows(window):
    return [text for text in window.texts() if '· process ' in text]


def has_rows(window, *programs):
    """Oldest first."""
    wait_for(f'{len(programs)} rows', lambda: len(rows(window)) == len(programs) and all(
        f'· process {program.pid} ·' in row for program, row in zip(programs, rows(window))))


def pause(window):
    window.click('Pause')
    wait_for('pause', lambda: badge(window) == 'live · paused')


def attached(window, program):
    window.has_text(f'process {program.pid} · attached')
    wait_for('steps', lambda: badge(window).startswith('live') and position(window) > 0)


def attach(window, program):
    open_list(window)
    has_rows(window, program)
    window.key('Return')
    attached(window, program)


def let_go(window):
    window.key('ctrl+shift+x')
    wait_for('let go', lambda: badge(window).startswith('let go'))


def test_empty_list():
    with driver.Window() as window:
        open_list(window)
        window.has_text('No program records now')
        window.has_text('loopscope run PROGRAM')
        window.screenshot(shots() / 'attach-empty.png')
        with Program() as program:
            wait_for('it appears', lambda: rows(window))
            assert str(program.pid) in rows(window)[0], rows(window)
            window.screenshot(shots() / 'attach-list.png')
        wait_for('it goes', lambda: not rows(window))


def test_list_keeps_what_is_chosen():
    """Though programs come meanwhile."""
    with driver.Window() as window, Program('1', 'block') as one:
        open_list(window)
        has_rows(window, one)
        with Program('1', 'block') as other:
            has_rows(window, one, other)
            window.key('Down')
            with Program('1', 'block') as third:
                has_rows(window, one, other, third)
                window.key('Return')
                attached(window, other)


def test_list_keeps_what_is_typed():
    with driver.Window() as window, Program('1', 'block') as one:
        open_list(window)
        has_rows(window, one)
        number = window.find('text', 'Another process, by its number')
        window.point_at(number)
        window.key('1', '2')
        with Program('1', 'block') as other:
            has_rows(window, one, other)
            window.key('3')
            wait_for('the number', lambda: driver.text_of(number) == '123')
            window.key('Escape')


def test_attach_step_and_let_go():
    with driver.Window() as window, Program() as program:
        attach(window, program)
        wait_for('steps', lambda: position(window) > 100)
        pause(window)
        before = position(window)
        window.click('Forward')
        at_step(window, before + 1)
        window.screenshot(shots() / 'attached.png')
        let_go(window)
        window.screenshot(shots() / 'let-go.png')
        window.click('Back')
        at_step(window, before)
        program.ends_well()


def test_closed_window_lets_go():
    with Program() as program:
        with driver.Window() as window:
            attach(window, program)
            pause(window)
        program.ends_well()


def test_program_ends():
    with driver.Window() as window, Program() as program:
        attach(window, program)
        program.ends_well()
        wait_for('ended', lambda: badge(window).startswith('ended'))
        window.has_text('The loop is closed.')


def asked(window):
    return 'End a program that was not started here?' in window.texts()


def test_kill_is_asked_for():
    with driver.Window() as window, Program() as program:
        attach(window, program)
        window.key('ctrl+shift+k')
        wait_for('question', lambda: asked(window))
        window.screenshot(shots() / 'attach-kill.png')
        window.key('Escape')
        wait_for('no question', lambda: not asked(window))
        assert program.runs()
        window.key('ctrl+shift+k')
        wait_for('question', lambda: asked(window))
        window.key('alt+k')
        assert program.process.wait(driver.TIMEOUT) == -9
        wait_for('ended', lambda: badge(window).startswith('ended'))


def is_refused(command, words, picture):
    """Typed by its number."""
    process = subprocess.Popen(command)
    try:
        with driver.Window() as window:
            open_list(window)
            choose_process(window, process.pid)
            window.has_text(words)
            window.screenshot(shots() / picture)
    finally:
        process.kill()
        process.wait()


def test_process_that_does_not_record():
    is_refused(['sleep', '1000'], 'loopscope run sleep 1000', 'attach-refused.png')


def test_let_go_does_not_advise_a_restart():
    with driver.Window() as window, Program() as program:
        attach(window, program)
        pause(window)
        window.key('ctrl+2')
        window.find('panel', 'Task')
        window.key('Down')
        window.has_text('Await chain')
        let_go(window)
        window.screenshot(shots() / 'let-go-task.png')
        cancel = window.find('push button', 'Cancel task')
        wait_for('what to do instead', lambda: 'Attach to it again' in (cancel.get_description() or ''))


def test_python_that_cannot_be_told_to_record():
    """One that says it is of a Python that can; the window does not wait for it."""
    python = pathlib.Path(os.environ['HOME'], 'python3.14')
    shutil.copy('/usr/bin/python3', python)
    is_refused([python, '-c', 'import time; time.sleep(1000)'], 'Python could not make the program record: ',
               'attach-remote-refused.png')


def test_from_the_command_line():
    with Program() as program, driver.Window('attach', str(program.pid)) as window:
        attached(window, program)


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
