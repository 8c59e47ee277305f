# SPDX-License-Identifier: LGPL-2.1-or-later
"""Loads Loopscope's probe into a program that `loopscope run` starts, and leaves no trace of that.

Its folder comes first on PYTHONPATH.  It takes itself off there, and lets the user's own sitecustomize follow.
"""


def load():
    import os
    import sys

    here = os.path.dirname(os.path.abspath(__file__))
    first, colon, rest = os.environ.get('PYTHONPATH', '').partition(os.pathsep)
    if os.path.abspath(first) == here:
        if colon:
            os.environ['PYTHONPATH'] = rest
        else:
            del os.environ['PYTHONPATH']
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != here]
    sys.path.insert(0, os.path.dirname(here))
    try:
        import loopscope_probe
    finally:
        del sys.path[0]
    loopscope_probe.start()

    mine = sys.modules.pop('sitecustomize', None)
    try:
        import sitecustomize             # the user's own, or the system's
    except ImportError as error:
        if error.name != 'sitecustomize':
            raise
    finally:
        sys.modules.setdefault('sitecustomize', mine)


load()
del load
