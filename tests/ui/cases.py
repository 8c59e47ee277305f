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


def position(window):
    """The step in view, as the transport shows it."""
    texts = window.texts(window.find('panel', 'Readout'))
    return int(next(text for text in reversed(texts) if text.isdigit()))


def badge(window):
    return next(text for text in window.texts(window.find('panel', 'Readout')) if text.startswith('●'))[2:]


def at_step(window, step):
    driver.wait_for(f'step {step}', lambda: position(window) == step)


def step_in(sentence):
    return int(re.search(r'\d+', sentence).group())


def run(module):
    """Runs the cases of a module; returns the exit code."""
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
