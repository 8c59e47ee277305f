#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved traces, exported pictures, and what cannot be opened or written."""
import json
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

import driver
from cases import at_step, badge, position, run, shots
from driver import wait_for

HOME = pathlib.Path(os.environ['HOME'])


def record(example):
    path = HOME / f'{example}.looptrace'
    if not path.exists():
        command = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'], 'src', 'app', 'loopscope')
        subprocess.run([command, 'run', '--clock', 'instant', '-o', path, example],
                       check=True, stdout=subprocess.DEVNULL)
    return str(path)


def open_export(window):
    window.key('ctrl+e')
    window.find('push button', 'Save')
    return wait_for('file entry', lambda: next((n for n in window.all('text') if (n.get_name() or '') == 'File'), None))


def export(window, name):
    entry = open_export(window)
    path = HOME / name
    driver.set_text(entry, path)
    window.click('Save')
    return path


def test_open_a_trace():
    with driver.Window(record('bounded-queue')) as window:
        wait_for('recorded', lambda: badge(window).startswith('recorded · 0 of '))
        window.click('Forward')
        at_step(window, 1)
        window.key('End')
        wait_for('the end', lambda: position(window) > 30)
        window.has_text('The loop is closed.')
        window.click('Back')
        assert badge(window).startswith('recorded')
        window.screenshot(shots() / 'recorded.png')


def test_open_a_trace_at_a_step():
    with driver.Window(record('gather-count'), '--step', '12') as window:
        at_step(window, 12)
        window.has_text('Task-3 sleeps for 1 s')


def test_play_a_trace():
    with driver.Window(record('gather-count')) as window:
        wait_for('recorded', lambda: badge(window).startswith('recorded'))
        window.key('plus', 'plus', 'plus', 'plus', 'plus')
        window.click('Play')
        wait_for('the end', lambda: badge(window) == 'recorded · 38 of 38')


def test_export_the_stage():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        path = export(window, 'stage.png')
        window.has_text('Saved as')
        assert path.read_bytes().startswith(b'\x89PNG')
        window.screenshot(shots() / 'export.png')


def test_export_as_svg_and_pdf():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        svg = export(window, 'stage.svg')
        window.has_text('Saved as')
        assert b'<svg' in svg.read_bytes()
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        pdf = export(window, 'stage.pdf')
        window.has_text('Saved as')
        assert pdf.read_bytes().startswith(b'%PDF')


VIEWS = ['Stage', 'Timeline', 'Film strip', 'Whole run', 'Events']


def choose_view(window, view):
    """Opens the dialog and chooses there by the keyboard: the view's row is the first after its two buttons."""
    window.key('ctrl+e')
    window.find('push button', 'Save')
    window.key('Tab', 'Tab', 'Return')
    # The list comes to be when it is opened.
    window.has_text(VIEWS[2])
    window.key(*['Down'] * VIEWS.index(view), 'Return')


def test_export_a_whole_run():
    with driver.Window(record('gather-count'), '--step', '12') as window:
        at_step(window, 12)
        choose_view(window, 'Whole run')
        window.has_text('A page for each')
        window.has_text('PDF, a page each')
        window.screenshot(shots() / 'export-run.png')
        page = save_as(window, 'run.html')
        pages = xml.etree.ElementTree.parse(page).getroot().findall('.//main/section')
        assert pages[0].get('aria-label').startswith('Turn 1 of '), pages
    with driver.Window(record('gather-count'), '--step', '12') as window:
        at_step(window, 12)
        choose_view(window, 'Whole run')
        window.has_text('A page for each')
        assert save_as(window, 'run.pdf').read_bytes().startswith(b'%PDF')


def test_export_events():
    with driver.Window(record('gather-count'), '--step', '12') as window:
        at_step(window, 12)
        choose_view(window, 'Events')
        window.has_text('JSON, for Perfetto')
        assert json.loads(save_as(window, 'events.json').read_text())['traceEvents']


def save_as(window, name):
    path = HOME / name
    driver.set_text(wait_for('file entry', lambda: next((n for n in window.all('text')
                                                         if (n.get_name() or '') == 'File'), None)), path)
    window.click('Save')
    window.has_text('Saved as')
    return path


def test_open_a_trace_at_a_sentence():
    with driver.Window(record('gather-count'), '--at', 'Task-3 sleeps for 1 s') as window:
        at_step(window, 12)


def test_export_where_nothing_can_be_written():
    with driver.Window('--example', 'gather-count', '--step', '12') as window:
        at_step(window, 12)
        path = export(window, 'no-such-folder/stage.png')
        window.has_text('no-such-folder')
        window.find('push button', 'Save')
        assert not path.exists()


def refuse(*arguments):
    """A command line that no window is opened for: its exit code and what it says."""
    command = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'], 'src', 'app', 'loopscope')
    process = subprocess.run([command, *arguments], capture_output=True, text=True, timeout=driver.TIMEOUT, check=False)
    return process.returncode, process.stderr


def test_no_trace():
    path = HOME / 'text.looptrace'
    path.write_text('This is no trace.\n')
    code, said = refuse(path)
    assert code == 3 and 'text.looptrace' in said, said


def test_unknown_example():
    code, said = refuse('--example', 'gather-cuont')
    assert code == 2 and 'gather-count' in said, said


def test_told_to_end_leaves_nothing_behind():
    with driver.Window('--example', 'gather-count', '--step', '5') as window:
        at_step(window, 5)
        folder = pathlib.Path(os.environ['XDG_RUNTIME_DIR'], 'loopscope')
        assert list(folder.iterdir())
        window.process.terminate()
        window.process.wait(driver.TIMEOUT)
        assert not list(folder.iterdir()), list(folder.iterdir())


sys.exit(run(sys.modules[__name__]))
