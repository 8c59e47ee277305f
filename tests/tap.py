# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases in the Test Anything Protocol, with a diff where two texts should have been the same."""
import difflib


class Tap:
    def __init__(self):
        self.count = 0

    def case(self, ok, name, comment=''):
        self.count += 1
        print(f'{"ok" if ok else "not ok"} {self.count} - {name}')
        for line in [] if ok else comment.splitlines():
            print(f'#   {line}')

    def skip(self, name, reason):
        self.count += 1
        print(f'ok {self.count} - {name} # SKIP {reason}')

    def same(self, found, expected, name):
        """Passes if two texts are the same; else the first of what differs is told."""
        diff = difflib.unified_diff(expected.splitlines(), found.splitlines(), 'expected', 'found', lineterm='', n=2)
        comment = '' if found == expected else '\n'.join(list(diff)[:40]) or 'only the line endings differ'
        self.case(found == expected, name, comment)

    def done(self):
        print(f'1..{self.count}')
