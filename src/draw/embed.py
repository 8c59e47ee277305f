#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text files as C strings:  embed.py FILE... > HEADER.h

story.css becomes LS_STORY_CSS, without the comment on its first line.
"""
import pathlib
import re
import sys

print('/* Made by embed.py. */\n#pragma once\n')
for path in map(pathlib.Path, sys.argv[1:]):
    name = 'LS_' + re.sub(r'\W', '_', path.name).upper()
    print(f'#define {name} \\')
    for line in path.read_text(encoding='utf-8').splitlines()[1:]:
        text = line.replace('\\', '\\\\').replace('"', '\\"')
        print(f'  "{text}\\n" \\')
    print('  ""\n')
