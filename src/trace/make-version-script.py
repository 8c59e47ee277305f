#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the linker's version script: what the installed headers declare is exported, and nothing else.

    make-version-script.py OUTPUT HEADER…
"""
import re
import sys


def declared(text):
    """The functions that a header names outside its comments."""
    code = re.sub(r'/\*.*?\*/|//[^\n]*', '', text, flags=re.DOTALL)
    return re.findall(r'\b(ls_\w+)\s*\(', code)


def main(output, *headers):
    names = set()
    for header in headers:
        with open(header, encoding='utf-8') as file:
            names.update(declared(file.read()))
    with open(output, 'w', encoding='utf-8') as file:
        lines = ''.join(f'    {name};\n' for name in sorted(names))
        file.write(f'LOOPSCOPE_1 {{\n  global:\n{lines}  local:\n    *;\n}};\n')


main(*sys.argv[1:])
