# SPDX-License-Identifier: LGPL-2.1-or-later
"""A script that is a copy of another file, of a text not yet saved: the program finds that file's name and folder.

Tracebacks alone name the copy: the lines that they quote stand there.
"""

import os
import sys

names = {}                       # the copy's: the file's


class Namer:
    """Sets __file__ once the script runs, which is before it imports anything that is not there yet."""

    def __init__(self, path):
        self.path = path

    def find_spec(self, name, path=None, target=None):
        main = sys.modules.get('__main__')
        if getattr(main, '__file__', None) in names:
            main.__file__ = self.path
            sys.meta_path.remove(self)
        return None


def stand_for(path):
    """The interpreter has been told by -P to put no folder of the script's first."""
    names[sys.argv[0]] = path
    sys.argv[0] = path
    sys.path.insert(0, os.path.dirname(path))
    sys.meta_path.insert(0, Namer(path))
