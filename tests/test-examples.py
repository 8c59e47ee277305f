#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine does what CPython does: each example, and each program of tests/oracle, record for record.

    test-examples.py LOOPSCOPE EXAMPLES RULES              tests (TAP)
    test-examples.py LOOPSCOPE EXAMPLES RULES --update     writes the golden dumps anew ("ninja update-golden")

LOOPSCOPE is the program that dumps, EXAMPLES and RULES are the folders of the compiled programs.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import guide  # noqa: E402
from programs import PYTHON, Recorded, Traced  # noqa: E402
from tap import Tap  # noqa: E402

HERE = pathlib.Path(__file__).parent
SOURCES = HERE.parent / 'src' / 'examples'
GOLDEN = HERE / 'golden'
COMPARED = [
    ('sequential', 'two-tasks'), ('blocking-sleep', 'gather-count'), ('busy-loop', 'sleep-zero'), ('to-thread', 'busy-loop'),
    ('producer-consumer', 'bounded-queue'), ('wait-for', 'shield'), ('producer-consumer', 'poison-pill'),
    ('gather-results', 'as-completed'),
]


def execute(loopscope, examples, example):
    clock = 'real' if is_real(example) else 'instant'
    return Traced(loopscope, examples / example['name'], example['arguments'], example.get('interrupt-at'), clock=clock)


def is_real(example):
    """Whether it is about the processor, threads or the world outside: no two executions are the same."""
    return example['clock'] == 'real'


def masked(text):
    """Measured times as they are not."""
    return re.sub(r'\d+\.\d\d s', '# s', text)


def test_real_example(tap, example, traced):
    name = example['name']
    python = subprocess.run([PYTHON, SOURCES / f'{name}.py', *example['arguments']], capture_output=True, text=True,
                            timeout=60)
    tap.case(traced.code == 0, f'{name}: ends well', traced.stderr)
    tap.same(masked(traced.stdout), masked(python.stdout), f'{name}: C prints what Python prints, but for times')
    test_guide(tap, example, guide.World(traced))


def test_example(tap, example, traced):
    name = example['name']
    python = Recorded(SOURCES / f'{name}.py', example['arguments'], example.get('interrupt-at'))
    tap.case(traced.code == 0, f'{name}: ends well', traced.stderr)
    tap.same(traced.stdout, python.stdout, f'{name}: C prints what Python prints')
    tap.same(traced.record, python.record, f'{name}: C does what Python does')
    golden = GOLDEN / f'{name}.dump'
    tap.same(traced.dump, golden.read_text() if golden.exists() else '', f'{name}: the dump is the golden one')
    test_guide(tap, example, guide.Record(traced.record))


def test_guide(tap, example, record):
    for number, remark in enumerate(example['remarks'], 1):
        question = guide.question(example['name'], remark['happens'])
        true = question is not None and question(record)
        tap.case(true, f'{example["name"]}: remark {number} of the Guide is found in the trace', remark['happens'])


def test_anchors(tap, loopscope, examples, example):
    """Each leads to a step whose sentence begins so: for the Guide's buttons, and for the picture of the example."""
    anchors = {f'remark {number}': remark['anchor'] for number, remark in enumerate(example['remarks'], 1)}
    if 'telling' in example:
        anchors['the picture'] = example['telling']
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, LOOPSCOPE_EXAMPLES=f'{SOURCES}:{examples}', XDG_CACHE_HOME=folder)
        trace = pathlib.Path(folder, 'x.looptrace')
        clock = 'real' if is_real(example) else 'instant'
        run_quietly([loopscope, 'run', '--clock', clock, '-o', trace, example['name']], env)
        for what, anchor in anchors.items():
            leads = anchor and run_quietly([loopscope, 'dump', trace, '--at', anchor], env) == 0
            tap.case(leads, f'{example["name"]}: {what} leads to a step', anchor)


def run_quietly(command, env):
    return subprocess.run(command, env=env, capture_output=True, timeout=60).returncode


def test_complete(tap, catalogue):
    """Nothing that the window shows of an example is missing, and each is compared with what it should be."""
    names = [example['name'] for example in catalogue]
    for example in catalogue:
        told = all(example[key] for key in ('title', 'group', 'summary', 'seed', 'clock', 'watch', 'remarks'))
        tap.case(told, f'{example["name"]}: the catalogue tells all of it')
        tap.case(example.get('compare-with', names[0]) in names, f'{example["name"]}: is compared with an example')
    pairs = {frozenset((example['name'], example['compare-with'])) for example in catalogue if 'compare-with' in example}
    for one, other in COMPARED:
        if one in names and other in names:
            tap.case(frozenset((one, other)) in pairs, f'{one} is compared with {other}')


def test_rule(tap, source, traced):
    recorded = source.with_suffix('.record').read_text()
    tap.case(traced.code == 0, f'{source.stem}: ends well', traced.stderr)
    tap.same(traced.record, recorded, f'{source.stem}: C does what CPython does')


def main():
    loopscope, examples, rules = (pathlib.Path(word) for word in sys.argv[1:4])
    catalogue = json.loads((SOURCES / 'catalogue.json').read_text())
    if '--update' in sys.argv:
        GOLDEN.mkdir(exist_ok=True)
        for example in catalogue:
            if is_real(example):
                continue
            dump = execute(loopscope, examples, example).dump
            (GOLDEN / f'{example["name"]}.dump').write_text(dump)
        return

    tap = Tap()
    test_complete(tap, catalogue)
    for example in catalogue:
        test = test_real_example if is_real(example) else test_example
        test(tap, example, execute(loopscope, examples, example))
        test_anchors(tap, loopscope, examples, example)
    for source in sorted((HERE / 'oracle').glob('rule-*.c')):
        test_rule(tap, source, Traced(loopscope, rules / source.stem))
    tap.done()


main()
