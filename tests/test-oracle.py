#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The oracle tells what happens and changes nothing of it; and CPython still does what was recorded of each rule.

    test-oracle.py              tests (TAP)
    test-oracle.py --update     records the rules anew
"""
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

HERE = pathlib.Path(__file__).parent
PYTHON = '/usr/bin/python3'
EXAMPLES = HERE.parent / 'src' / 'examples'
RULES = sorted((HERE / 'oracle').glob('rule-*.py'))

# Rules whose program sleeps too long to be executed in real time, or whose output is in an order that
# CPython takes from a set.
NOT_IN_REAL_TIME = {'rule-03', 'rule-04', 'rule-05', 'rule-14', 'rule-15', 'rule-16', 'rule-18', 'rule-19', 'rule-21',
                    'rule-22', 'rule-23', 'rule-24', 'rule-25', 'rule-25-asyncgens', 'rule-debug-mode'}

TWO_SLEEPERS = '''
import asyncio, time

async def nap(seconds):
    await asyncio.sleep(seconds)
    print('slept', seconds)

async def main():
    task = asyncio.create_task(nap(0.0105), name='napper')
    await asyncio.sleep(0)
    time.sleep(0.5)
    task.set_name('late')
    task.cancel('enough')
    raise ValueError('no more')

loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(main())
except ValueError:
    loop.close()
'''
RECORD_OF_TWO_SLEEPERS = '''\
loop 1 created
task Task-1 created main
handle 1 scheduled step of Task-1
loop 1 started
iteration 1
poll 0.0
polled 0
handle 1 run
task Task-1 turn 1
task napper created nap
handle 2 scheduled step of napper
task Task-1 suspended yield
handle 3 scheduled step of Task-1
iteration 2
poll 0.0
polled 0
handle 2 run
task napper turn 1
timer 4 armed 0.010500003 sleep of napper
task napper suspended sleep
handle 3 run
task Task-1 turn 2
blocking 0.5
task napper renamed late
task late cancel enough
handle 5 scheduled wakeup of late
task Task-1 done exception ValueError: no more
handle 6 scheduled run_until_complete_cb
iteration 3
poll 0.0
polled 0
timer 4 fired
handle 5 run
task late turn 2
handle 4 cancelled
task late done cancelled
handle 6 run
loop 1 stopped
loop 1 closed
'''


def oracle(*words):
    return subprocess.run([PYTHON, HERE / 'oracle.py', *words], capture_output=True, text=True, timeout=60)


def plain(program):
    return subprocess.run([PYTHON, program], capture_output=True, text=True, timeout=60)


def test_record(tap):
    with tempfile.NamedTemporaryFile('w', suffix='.py') as program:
        program.write(TWO_SLEEPERS)
        program.flush()
        found = oracle(program.name)
    tap.same(found.stdout, RECORD_OF_TWO_SLEEPERS, 'the record of a small program, written by hand')


def test_exit_codes(tap):
    for statement, code in ('raise SystemExit(7)', 7), ('raise KeyboardInterrupt', 130), ('pass', 0), ('1 / 0', 1):
        with tempfile.NamedTemporaryFile('w', suffix='.py') as program:
            program.write(statement)
            program.flush()
            tap.case(oracle(program.name).returncode == code, f'the exit code of "{statement}" is {code}')


def without(record, *kinds):
    return ''.join(line + '\n' for line in record.splitlines() if not any(kind in line for kind in kinds))


def test_stock_task(tap):
    """The Task that hears cancel() has no other effect: the record with CPython's own class is the same."""
    for name in 'gather-count', 'blocking-sleep', 'hello':
        program = EXAMPLES / f'{name}.py'
        tap.same(oracle('--stock-task', program).stdout, oracle(program).stdout, f'{name}: the same with the stock Task')
    for name in 'rule-01', 'rule-02', 'rule-03':
        program = HERE / 'oracle' / f'{name}.py'
        tap.same(oracle('--stock-task', program).stdout, oracle(program).stdout, f'{name}: the same with the stock Task')


def hooked_output(program):
    with tempfile.NamedTemporaryFile() as record:
        return oracle('-o', record.name, program).stdout


def test_output(tap):
    """Virtual time and hooks do not change what a program prints."""
    programs = [program for program in RULES if program.stem not in NOT_IN_REAL_TIME]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:       # they sleep, mostly
        for program, hooked, printed in zip(programs, pool.map(hooked_output, programs), pool.map(plain, programs)):
            tap.same(hooked, printed.stdout, f'{program.stem}: prints what it prints in real time')


def test_rules(tap):
    for program in RULES:
        recorded = program.with_suffix('.record').read_text()
        tap.same(oracle(program).stdout, recorded, f'{program.stem}: CPython does what was recorded')


def update():
    for program in RULES:
        program.with_suffix('.record').write_text(oracle(program).stdout)


def main():
    version = subprocess.run([PYTHON, '-c', 'import sys; print(*sys.version_info[:2])'], capture_output=True, text=True)
    if version.stdout != '3 11\n':
        print('1..0 # SKIP the oracle is CPython 3.11')
        return
    if sys.argv[1:] == ['--update']:
        update()
        return

    tap = Tap()
    test_record(tap)
    test_exit_codes(tap)
    test_stock_task(tap)
    test_output(tap)
    test_rules(tap)
    tap.done()


main()
