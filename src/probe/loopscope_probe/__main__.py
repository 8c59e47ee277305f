# SPDX-License-Identifier: LGPL-2.1-or-later
"""python3 -m loopscope_probe script.py ARGUMENTS"""

import argparse
import os
import sys

from loopscope_probe.host import new_trace

USAGE = '''%(prog)s [-o FILE] [--clock CLOCK] (SCRIPT | -m MODULE) [ARGUMENT...]'''
DESCRIPTION = 'Executes a Python program and records what its asyncio loop does, for Loopscope.'
DIFFERENCE = '''\
“loopscope run SCRIPT” starts the interpreter itself, so that the program finds everything as “python3 SCRIPT” has it.
Here another program has been running before: the program is executed by runpy, which shows in tracebacks as frames
above its own, and as modules that are imported already.  What is recorded is the same.

The trace goes to FILE, or to a new file in the user's cache folder, whose name is told at the end.
'''


def parse(arguments):
    parser = argparse.ArgumentParser(prog='python3 -m loopscope_probe', usage=USAGE, description=DESCRIPTION,
                                     epilog=DIFFERENCE, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('-o', metavar='FILE', dest='output', help='where the trace goes')
    parser.add_argument('--clock', choices=('real', 'paced', 'instant'), default='real', help="the loop's clock")
    parser.add_argument('--locals', action='store_true', help='record the local variables at each suspension')
    parser.add_argument('--no-values', action='store_true', help='record no values')
    parser.add_argument('-m', metavar='MODULE', dest='module', help='execute a module, as “python3 -m” does')
    parser.add_argument('program', nargs='?', metavar='SCRIPT', help='the file to execute')
    options, rest = parser.parse_known_args(arguments)
    if options.program is None and options.module is None:
        parser.error('name a script or a module')
    return options, rest


def split(arguments):
    """Our own words, and those of the program: what stands after its name is not ours."""
    takes_word = ('-o', '--clock')
    at = 0
    while at < len(arguments) and arguments[at].startswith('-') and arguments[at] != '-m':
        at += 2 if arguments[at] in takes_word else 1
    at += 2 if at < len(arguments) and arguments[at] == '-m' else 1
    return arguments[:at], arguments[at:]


def main():
    mine, theirs = split(sys.argv[1:])
    options, rest = parse(mine)
    name = options.module or options.program
    trace = options.output or new_trace(name)
    environ = dict(LOOPSCOPE='1', LOOPSCOPE_TRACE=trace, LOOPSCOPE_CLOCK=options.clock)
    if options.locals:
        environ['LOOPSCOPE_LOCALS'] = '1'
    if options.no_values:
        environ['LOOPSCOPE_VALUES'] = 'none'
    import loopscope_probe
    import runpy
    loopscope_probe.start(environ)
    if not options.output:
        import atexit
        atexit.register(print, f'loopscope: recorded in {trace}', file=sys.stderr)
    sys.argv = [name, *rest, *theirs]
    if options.module:
        runpy.run_module(options.module, run_name='__main__', alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(os.path.abspath(options.program))
        runpy.run_path(options.program, run_name='__main__')


if __name__ == '__main__':
    main()
