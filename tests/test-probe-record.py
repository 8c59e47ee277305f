#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe records of CPython what the oracle does: each program of tests/oracle, record for record.

    test-probe-record.py LOOPSCOPE [NAME...]
"""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from probed import Probed  # noqa: E402
from tap import Tap  # noqa: E402

RULES = pathlib.Path(__file__).parent / 'oracle'


def comparable(record):
    """Less what only CPython says of tasks and callbacks: where they stand, and who waits for whom; and with the tasks
    that are cancelled at one go, which are in a set, in one order."""
    record = re.sub(r'(, defined| running| created)? at [^ >]+:\d+', '', record)
    return re.sub(r' cb=\[[^]]*\]| wait_for=<[^<>]*(<[^<>]*>[^<>]*)*>', '', record)


def main():
    tap = Tap()
    for source in sorted(RULES.glob('rule-*.py')):
        expected = source.with_suffix('.record')
        if len(sys.argv) > 2 and source.stem not in sys.argv[2:] or not expected.exists():
            continue
        probed = Probed(sys.argv[1], source)
        tap.same(comparable(probed.record), comparable(expected.read_text()), f'{source.stem}: the probe tells it')
    tap.done()


main()
