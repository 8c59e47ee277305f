#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe's numbers are those of src/trace/FORMAT.md."""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / 'src' / 'probe'))
from loopscope_probe import vocabulary  # noqa: E402
from tap import Tap  # noqa: E402

# What an enumeration's names begin with in the probe.
PREFIXES = {'LsWaitKind': 'WAIT', 'LsFutureKind': 'FUTURE', 'LsOutcome': 'OUTCOME', 'LsReadyCause': 'READY',
            'LsQueueKind': 'QUEUE', 'LsQueueSide': 'SIDE', 'LsSyncKind': 'SYNC', 'LsCommand': 'COMMAND',
            'LsGeneratorCall': 'GENERATOR'}


def constant(*words):
    return getattr(vocabulary, '_'.join(words).replace('-', '_').upper(), None)


def main():
    tap = Tap()
    text = (ROOT / 'src' / 'trace' / 'FORMAT.md').read_text()
    kinds = re.findall(r'^\| (\d+) \| ([a-z-]+) \|', text[text.index('## The vocabulary'):text.index('### Enumerations')],
                       re.MULTILINE)
    wrong = [name for number, name in kinds if constant(name) != int(number)]
    tap.case(kinds and not wrong, 'kinds of events', ' '.join(wrong))
    tags = re.findall(r'^\| (\d+) \| ([a-z]+) \|', text[text.index('**Tags**'):text.index('## The vocabulary')], re.MULTILINE)
    wrong = [name for number, name in tags if constant('tag', name) != int(number)]
    tap.case(tags and not wrong, 'tags of values', ' '.join(wrong))
    for name, words in re.findall(r'^\| (Ls\w+) \| (.*) \|$', text, re.MULTILINE):
        wrong = [word for number, word in enumerate(words.split(', ')) if constant(PREFIXES[name], word) != number]
        tap.case(not wrong, name, ' '.join(wrong))
    tap.done()


main()
