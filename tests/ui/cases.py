# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of driven tests: each function named test_… is one, run in order, told as TAP.

A case that fails leaves a screenshot beside those that cases take on purpose, in the build directory.
"""
import os
import pathlib
import re
import sys
import traceback

import driver

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap  # noqa: E402


def shots():
    return pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT']) / 'tests' / 'ui'


def readout(window):
    """(The badge, the step in view), as the transport shows them; (“”, -1) where there is none."""
    panel = window.seen('panel', 'Readout')
    texts = window.texts(panel) if panel else []
    return (next((text[2:] for text in texts if text.startswith('●')), ''),
            int(next((text for text in reversed(texts) if text.isdigit()), -1)))


def position(window):
    return readout(window)[1]


def badge(window):
    return readout(window)[0]


def ready(window):
    driver.wait_for('live and paused', lambda: badge(window) == 'live · paused')


def at_step(window, step):
    """There, and a program that lives has stopped there: it can be stepped on."""
    def look():
        said, found = readout(window)
        return found == step and (not said.startswith('live') or said in ('live · paused', 'live · breakpoint'))
    driver.wait_for(f'step {step}', look)


def press_until(window, key, part):
    """Until some shown text contains `part`.  A key that steps does nothing while the last step is still made."""
    def look():
        return 'seen' if any(part in text for text in window.texts()) else badge(window) == 'live · paused'
    while driver.wait_for(f'text “{part}”', look) != 'seen':
        window.key(key)


def choose_process(window, pid):
    """In the dialog of those to attach to: by its number."""
    window.has_text('No program records now')
    window.key(*str(pid))
    number = window.find('text', 'Another process, by its number')
    driver.wait_for('its number', lambda: driver.text_of(number) == str(pid))
    window.key('Return')


def step_in(sentence):
    """The first number in it; -1: there is none."""
    found = re.search(r'\d+', sentence)
    return int(found.group()) if found else -1


def run(module):
    """Runs the cases of a module; returns the exit code."""
    sys.stdout.reconfigure(line_buffering=True)
    out = tap.Tap()
    for name, function in list(vars(module).items()):
        if not name.startswith('test_'):
            continue
        try:
            function()
        except Exception:  # whatever it is, it is this case's failure
            out.case(False, name[5:], traceback.format_exc())
            driver.snapshot(shots() / f'failed-{name[5:]}.png')
        else:
            out.case(True, name[5:])
    out.done()
    return 0
