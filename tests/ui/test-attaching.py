#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that others have started: listed, attached to, stepped and let go."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

import driver
from cases import badge, position, run, shots
from driver import wait_for

PROGRAM = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'], 'tests', 'attach-program')

# Ticks that are enough for the window to do what it has to; with a sanitizer it takes its time.
LONG = 2500 if b'__asan_init' in PROGRAM.read_bytes() else 1500


class Program:
    """One that records, and ticks a hundred times a second."""

    def __init__(self, n):
        self.process = subprocess.Popen([PROGRAM, str(n)], env=dict(os.environ, LOOPSCOPE='1'),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def open_list(window):
    window.key('ctrl+shift+a')


def rows(window):
    return [text for text in window.texts() if '· process ' in text]


def press(window, key, what, condition):
    """Keys go nowhere while the focus comes back from a dialog that closes."""
    for _ in range(5):
        window.key(key)
        try:
            return wait_for(what, condition, timeout=5)
        except driver.Missing:
            continue
    raise driver.Missing(f'{key}: no {what}')


def pause(window):
    window.click('Pause')
    wait_for('pause', lambda: badge(window) == 'live · paused')


def attach(window, process):
    open_list(window)
    wait_for('a row', lambda: rows(window))
    window.key('Return')
    wait_for('attached', lambda: badge(window).startswith('live'))
    window.has_text(f'process {process.pid} · attached')


def test_empty_list():
    with driver.Window() as window:
        open_list(window)
        window.has_text('No program records now')
        window.has_text('loopscope run PROGRAM')
        window.screenshot(shots() / 'attach-empty.png')
        with Program(1000) as process:
            wait_for('it appears', lambda: rows(window))
            assert str(process.pid) in rows(window)[0], rows(window)
            window.screenshot(shots() / 'attach-list.png')
        wait_for('it goes', lambda: not rows(window))


def test_attach_step_and_let_go():
    with driver.Window() as window, Program(LONG) as process:
        attach(window, process)
        wait_for('steps', lambda: position(window) > 100)
        pause(window)
        before = position(window)
        window.click('Forward')
        wait_for('a step', lambda: position(window) == before + 1)
        window.screenshot(shots() / 'attached.png')
        window.key('ctrl+shift+x')
        wait_for('let go', lambda: badge(window).startswith('let go'))
        window.screenshot(shots() / 'let-go.png')
        window.click('Back')
        wait_for('back', lambda: position(window) == before)
        assert process.wait(60) == 0


def test_closed_window_lets_go():
    with driver.Window() as window:
        program = Program(LONG)
        attach(window, program.process)
        pause(window)
    with program as process:
        assert process.wait(60) == 0


def test_program_ends():
    with driver.Window() as window, Program(LONG // 2) as process:
        attach(window, process)
        assert process.wait(60) == 0
        wait_for('ended', lambda: badge(window).startswith('ended'))
        window.has_text('The loop is closed.')


def asked(window):
    return 'End a program that was not started here?' in window.texts()


def test_kill_is_asked_for():
    with driver.Window() as window, Program(LONG * 3) as process:
        attach(window, process)
        press(window, 'ctrl+shift+k', 'question', lambda: asked(window))
        window.screenshot(shots() / 'attach-kill.png')
        window.key('Escape')
        time.sleep(0.5)
        assert process.poll() is None
        press(window, 'ctrl+shift+k', 'question', lambda: asked(window))
        window.key('alt+k')
        assert process.wait(30) == -9
        wait_for('ended', lambda: badge(window).startswith('ended'))


def is_refused(command, words, picture):
    """Typed by its number."""
    process = subprocess.Popen(command)
    try:
        with driver.Window() as window:
            open_list(window)
            window.has_text('No program records now')
            window.key(*str(process.pid), 'Return')
            window.has_text(words)
            window.screenshot(shots() / picture)
    finally:
        process.kill()
        process.wait()


def test_process_that_does_not_record():
    is_refused(['sleep', '100'], 'loopscope run sleep 100', 'attach-refused.png')


def test_let_go_does_not_advise_a_restart():
    with driver.Window() as window, Program(LONG) as process:
        attach(window, process)
        pause(window)
        window.key('ctrl+2')
        press(window, 'Down', 'a task', lambda: 'Await chain' in window.texts())
        window.key('ctrl+shift+x')
        wait_for('let go', lambda: badge(window).startswith('let go'))
        window.screenshot(shots() / 'let-go-task.png')
        cancel = window.find('push button', 'Cancel task')
        wait_for('what to do instead', lambda: 'Attach to it again' in (cancel.get_description() or ''))


def test_python_that_cannot_be_told_to_record():
    """One that says it is of a Python that can; the window does not wait for it."""
    python = pathlib.Path(os.environ['HOME'], 'python3.14')
    shutil.copy('/usr/bin/python3', python)
    is_refused([python, '-c', 'import time; time.sleep(100)'], 'Python could not make the program record: ',
               'attach-remote-refused.png')


def test_from_the_command_line():
    with Program(LONG) as process, driver.Window('attach', str(process.pid)) as window:
        wait_for('attached', lambda: badge(window).startswith('live'))
        window.has_text(f'process {process.pid} · attached')


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
