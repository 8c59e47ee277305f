#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes out what of the catalogue is to be translated, in a form that xgettext reads.

    catalogue-strings.py            writes catalogue-strings.h beside the catalogue
    catalogue-strings.py --check    exits with 1 if that file is not what would be written
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
HEADER = '''\
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by catalogue-strings.py from catalogue.json, for xgettext alone: not to be compiled or edited. */
'''


def texts(example):
    """(what it is, text) for each text of an example that people read."""
    for key in 'title', 'group', 'summary', 'watch':
        yield key, example[key]
    if 'usage' in example:
        yield 'its arguments', example['usage']
    for remark in example['remarks']:
        yield 'the tutorial says', remark['says']
        yield 'what happens', remark['happens']


def strings(catalogue):
    seen = set()
    for example in catalogue:
        for what, text in texts(example):
            if text not in seen:
                seen.add(text)
                yield f'/* TRANSLATORS: {example["name"]}: {what} */\n'
                yield f'N_ ({json.dumps(text, ensure_ascii=False)})\n'


def main():
    catalogue = json.loads((HERE / 'catalogue.json').read_text())
    made = HEADER + '\n' + ''.join(strings(catalogue))
    target = HERE / 'catalogue-strings.h'
    if sys.argv[1:] == ['--check']:
        sys.exit(0 if target.read_text() == made else f'{target.name} is out of date: run catalogue-strings.py')
    target.write_text(made)


if __name__ == '__main__':
    main()
