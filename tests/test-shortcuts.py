#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No two actions share a key, and the window of shortcuts lists them all."""
import collections
import html
import os
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

SOURCE = pathlib.Path(os.environ['LOOPSCOPE_SOURCE_ROOT'])
ACCELERATOR = re.compile(r'\{ "((?:win|app|window)\.[^"]+)", \{ ([^}]+) \} \}')
KEY = re.compile(r'\{ GDK_KEY_(\w+), "([^"]+)"(?:, (NULL|"[^"]+"))? \}')
SAME_KEYS = {'equal': 'plus', 'KP_Add': 'plus', 'KP_Subtract': 'minus', 'KP_Page_Down': 'Page_Down', 'KP_Page_Up': 'Page_Up'}


def text(name):
    return (SOURCE / name).read_text(encoding='utf-8')


def accelerators():
    for action, keys in ACCELERATOR.findall(text('src/app/ls-application.c')):
        for key in re.findall(r'"([^"]+)"', keys):
            yield key, action


def keys_of(name):
    for key, action, target in KEY.findall(text(name)):
        yield SAME_KEYS.get(key, key), action + target


def listed():
    for keys in re.findall(r'name="accelerator">([^<]+)<', text('ui/help-overlay.ui')):
        yield from html.unescape(keys).split()


def shared(pairs):
    actions = collections.defaultdict(set)
    for key, action in pairs:
        actions[key].add(action)
    return '\n'.join(f'{key}: {", ".join(sorted(of))}' for key, of in actions.items() if len(of) > 1)


def main():
    tap = Tap()
    everywhere, shown = list(accelerators()), set(listed())
    tap.case(len(everywhere) > 30, 'accelerators are found')
    for name in 'ls-window-actions', 'ls-compare-window', 'ls-presentation':
        own = list(keys_of(f'src/app/{name}.c'))
        tap.case(own and not shared(everywhere + own), f'{name}: no two actions share a key', shared(everywhere + own))
        missing = sorted({key for key, action in own} - shown)
        tap.case(not missing, f'{name}: the window of shortcuts lists its keys', ' '.join(missing))
    missing = sorted({key for key, action in everywhere} - shown)
    tap.case(not missing, 'it lists the accelerators', ' '.join(missing))
    tap.done()


main()
