#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Executes Python programs under the probe, in virtual time.

    probed.py PROGRAM      executes PROGRAM again and again, each time in a process forked off this one: a line of stdin
                           has the arguments and the path of the trace to write, both JSON, and is answered by a line with
                           the exit code
"""
import atexit
import importlib
import inspect
import json
import os
import pkgutil
import sys
import tempfile
import traceback
import types

sys.dont_write_bytecode = True
from twins import PROBE, run_python  # noqa: E402


class Probed:
    """A Python program after its end: what it printed, its exit code, its record."""

    def __init__(self, loopscope, program, arguments=(), interrupt_at=None):
        with tempfile.TemporaryDirectory() as folder:
            run = run_python(program, arguments, os.path.join(folder, 'a.looptrace'), 'instant', interrupt_at)
            self.stdout, self.stderr, self.code = run.stdout, run.stderr, run.code
            self.record = run.record(loopscope)


def execute(code, program, arguments, trace):
    """As the main program of this process, which ends with it."""
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    sys.argv = [program, *arguments]
    main = sys.modules['__main__'] = types.ModuleType('__main__')
    sys.modules['loopscope_probe'].start({'LOOPSCOPE_TRACE': trace, 'LOOPSCOPE_CLOCK': 'instant'})
    status = 0
    try:
        exec(code, vars(main))
    except SystemExit as end:
        status = end.code or 0
    except BaseException:
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    os._exit(status)


def serve(program):
    """Saves the start of Python, of asyncio and of the probe."""
    import asyncio  # noqa: F401
    sys.path.insert(0, str(PROBE))
    import loopscope_probe
    for module in pkgutil.iter_modules(loopscope_probe.__path__):
        if module.name != '__main__':
            importlib.import_module(f'loopscope_probe.{module.name}')
    inspect.getsourcelines(serve)        # has its regular expressions compiled, which the probe needs
    with open(program) as file:
        code = compile(file.read(), program, 'exec')
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            execute(code, program, *json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == '__main__':
    serve(sys.argv[1])
