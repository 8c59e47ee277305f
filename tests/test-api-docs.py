#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each function and function-like macro of the installed headers has a gtk-doc comment that fits it.

Which headers those are, the build says: `loopscope_headers` of src/trace/meson.build.
"""
import os
import re

from tap import Tap

SOURCE = os.environ['LOOPSCOPE_SOURCE_ROOT']
TRACE = os.path.join(SOURCE, 'src', 'trace')

BLOCK = re.compile(r'/\*\*\n \* (\w+):?\n(.*?)\*/\s*', re.DOTALL)
FUNCTION = re.compile(r'^(?!typedef\b)(\w[\w \t*]*\n?)\b(ls_\w+)\s*\(([^;{]*?)\)\s*(?:G_GNUC_\w+[^;{]*)?[;{]',
                      re.MULTILINE)
MACRO = re.compile(r'^#define (\w+)\(([^)]*)\)', re.MULTILINE)


def headers():
    with open(os.path.join(TRACE, 'meson.build'), encoding='utf-8') as file:
        listed = re.search(r'loopscope_headers = files\((.*?)\)', file.read(), re.DOTALL).group(1)
    return [os.path.normpath(os.path.join(TRACE, path)) for path in re.findall(r"'([^']+)'", listed)]


def parameter_names(parameters):
    names = [re.sub(r'\[.*', '', one).split()[-1].lstrip('*') for one in parameters.split(',') if one.strip()]
    return [] if names == ['void'] else names


def declarations(text):
    """Name, parameters, whether it returns something, and where it begins, of all that may be called."""
    # Comments go, but what is left keeps its place.
    code = re.sub(r'/\*.*?\*/', lambda comment: re.sub(r'[^\n]', ' ', comment.group()), text, flags=re.DOTALL)
    for found in MACRO.finditer(code):
        yield found.group(1), parameter_names(found.group(2)), False, found.start()
    for found in FUNCTION.finditer(code):
        kind = found.group(1)
        yield found.group(2), parameter_names(found.group(3)), kind.split() != ['void'], found.start()


def faults(text):
    blocks = {found.end(): found for found in BLOCK.finditer(text)}
    for name, parameters, returns, start in declarations(text):
        block = blocks.get(start)
        if block is None or block.group(1) != name:
            yield f'{name} has no comment of its own'
            continue
        told = re.findall(r'^ \* @([\w.]+):', block.group(2), re.MULTILINE)
        if told != parameters:
            yield f'{name} has the parameters {", ".join(parameters)}; its comment, {", ".join(told)}'
        if returns and not re.search(r'^ \* Returns:', block.group(2), re.MULTILINE):
            yield f'the comment of {name} does not say what it returns'


def main():
    tap = Tap()
    bad = '/**\n * ls_a:\n * @b: one\n */\nint ls_a (int c);\n\nvoid ls_d (void);\n'
    tap.case(len(list(faults(bad))) == 3, 'a wrong parameter, a missing return and a missing comment are seen')
    total = 0
    for path in headers():
        with open(path, encoding='utf-8') as file:
            text = file.read()
        total += len(list(declarations(text)))
        found = list(faults(text))
        tap.case(not found, os.path.relpath(path, SOURCE), '\n'.join(found))
    tap.case(total > 150, f'the headers declare {total} functions and macros')
    tap.done()


main()
