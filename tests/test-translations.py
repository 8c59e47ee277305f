#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever people read can be translated: po/POTFILES.in names each file that holds such text, in order, and xgettext
can take all of it out, as strings that a translation can hold.
"""
import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

SOURCE = pathlib.Path(os.environ['LOOPSCOPE_SOURCE_ROOT'])
MARKED = re.compile(r'\b(_|N_|C_|ngettext) ?\(\s*"|translatable="yes"')
FORMATTED = ('g_strdup_printf:1', 'g_set_error:4', 'g_string_append_printf:2', 'g_printerr:1', 'g_print:1')
MACROS = re.compile(r'^\s*#\s*define.*', re.MULTILINE)
FORMAT = re.compile(r'%(?!%)[-+ #\'0-9$.*]*(?:l|ll|h|z)?[a-zA-Z]|%[-+ #\'0-9$.*]*<PRI[a-z0-9]+>')


def has_texts(path):
    return bool(MARKED.search(MACROS.sub('', path.read_text(encoding='utf-8'))))


def sources():
    for folder, endings in (('src', ('.c', '.h')), ('ui', ('.ui',))):
        for path in (SOURCE / folder).rglob('*'):
            if path.suffix in endings and has_texts(path):
                yield str(path.relative_to(SOURCE))


def extract(files):
    command = ['xgettext', '--from-code=UTF-8', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=ngettext:1,2',
               *(f'--flag={function}:c-format' for function in FORMATTED), '--add-comments', '-o', '-', *files]
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=True)


def plural_forms(template):
    """One and many, where they do not take the same arguments."""
    for one, many in re.findall(r'^msgid ((?:".*"\n)+)msgid_plural ((?:".*"\n)+)', template, re.MULTILINE):
        if sorted(FORMAT.findall(one.replace('"\n"', ''))) != sorted(FORMAT.findall(many.replace('"\n"', ''))):
            yield one.strip()


def main():
    tap = Tap()
    listed = [line for line in (SOURCE / 'po' / 'POTFILES.in').read_text(encoding='utf-8').splitlines()
              if line and not line.startswith('#')]
    tap.same('\n'.join(listed), '\n'.join(sorted(listed)), 'POTFILES.in is in order')
    missing = sorted(set(sources()) - set(listed))
    tap.case(not missing, 'POTFILES.in is complete', '\n'.join(missing))
    gone = [name for name in listed if not (SOURCE / name).exists()]
    tap.case(not gone, 'what it names is there', '\n'.join(gone))
    taken = extract([name for name in listed if name.endswith('.c')])
    tap.case(not taken.stderr, 'xgettext has no complaint', taken.stderr)
    wrong = list(plural_forms(taken.stdout))
    tap.case('msgid_plural' in taken.stdout and not wrong, 'plurals take the same arguments', '\n'.join(wrong))
    tap.done()


main()
