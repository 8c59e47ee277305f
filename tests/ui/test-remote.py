#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python program that does not record is told to, and takes its time: the window says so, and waits as long as one likes."""
import os
import pathlib
import sys

import driver
from cases import badge, position, run, shots
from driver import wait_for
from standin import Python

ENTRIES = pathlib.Path(os.environ['XDG_RUNTIME_DIR'], 'loopscope')
FOLDER = pathlib.Path(os.environ['HOME'], 'standin')
ASKED = 'It is told to record'


def ask(window, process):
    """By its number.  The dialog is another one each time."""
    window.key('ctrl+shift+a')
    window.has_text('No program records now')
    window.key(*str(process.pid))
    wait_for('its number', lambda: any(driver.text_of(entry) == str(process.pid) for entry in window.all('text')))
    window.key('Return')


def is_shown(window):
    return any(ASKED in text for text in window.texts())


def runs(pid):
    """Zombies do not."""
    try:
        return pathlib.Path(f'/proc/{pid}/cmdline').read_bytes() != b''
    except FileNotFoundError:
        return False


def asker(python):
    """Who has been asked to make the program record, and does not come back."""
    pid = wait_for('asker', python.asker)
    assert runs(pid)
    return pid


def dialogs_are_gone(window):
    """Not looked for among what is shown: GTK cannot tell of a window that just goes."""
    wait_for('one window', lambda: len(window.screen.windows_of(window.process.pid)) == 1)


def attached(window, process):
    wait_for('its entry', lambda: (ENTRIES / f'{process.pid}.entry').exists())
    dialogs_are_gone(window)
    window.has_text(f'process {process.pid} · attached')
    wait_for('steps', lambda: badge(window).startswith('live') and position(window) > 0)
    assert not is_shown(window)


def is_cancelled(cancel):
    """Nothing is left of it, and another program comes at once."""
    with Python(FOLDER) as python, python.program() as one, python.program() as other, driver.Window() as window:
        before = window.texts()
        python.hold_up('wait')
        ask(window, one)
        wait_for('what is waited for', lambda: is_shown(window))
        pid = asker(python)
        cancel(window)
        dialogs_are_gone(window)
        wait_for('end of who was asked', lambda: not runs(pid))
        assert window.texts() == before
        assert runs(one.pid)
        python.go_on('wait')
        ask(window, other)
        attached(window, other)


def test_cancel_by_key():
    is_cancelled(lambda window: window.key('Escape'))


def test_cancel_by_click():
    is_cancelled(lambda window: window.point_at(next(window.all('label', 'Cancel'))))


def test_program_that_comes_late():
    with Python(FOLDER) as python, python.program() as process, driver.Window() as window:
        python.hold_up('late')
        ask(window, process)
        wait_for('what is waited for', lambda: is_shown(window))
        window.has_text(f'Attaching to process {process.pid}')
        window.screenshot(shots() / 'remote-waits.png')
        python.go_on('late')
        attached(window, process)
        window.screenshot(shots() / 'remote-attached.png')


def test_closed_window():
    """It ends with nothing left behind, as the driver sees to it that a window does, and the program runs on."""
    with Python(FOLDER) as python, python.program() as process:
        python.hold_up('wait')
        with driver.Window() as window:
            ask(window, process)
            wait_for('what is waited for', lambda: is_shown(window))
            pid = asker(python)
        assert not runs(pid)
        assert runs(process.pid)


def test_program_that_ends():
    with Python(FOLDER) as python, python.program() as process, driver.Window() as window:
        python.hold_up('late')
        ask(window, process)
        wait_for('what is waited for', lambda: is_shown(window))
        process.kill()
        process.wait()
        window.has_text('The program ended before it began to record.')
        assert not is_shown(window)


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
