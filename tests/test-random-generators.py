#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generators that nobody wrote, asked in every way, do the same on the engine as on CPython.

    test-random-generators.py LOOPSCOPE PROGRAM [FIRST [COUNT]]

PROGRAM is the compiled oracle/random-generators.c.  Each number from the first on is the seed of a description.
"""
import random
import sys

sys.dont_write_bytecode = True
from programs import HERE, Oracle, Traced  # noqa: E402
from tap import Tap  # noqa: E402

BATCH = 25


def describe(seed):
    """A few bodies, of which each may go through those before it, and a few tasks that ask them.

    No body goes on after GeneratorExit: CPython raises it once more where the last reference goes, whatever runs there.
    """
    r = random.Random(seed)
    n_bodies, n_tasks = r.randint(1, 4), r.randint(1, 4)
    bodies = [''.join(letter + str(r.randrange(k) if letter in 'nb' else r.randrange(4))
                      for letter in r.choices('ssyyyyrcf' + ('nnb' if k else ''), k=r.randint(1, 7)))
              for k in range(n_bodies)]
    scripts = [''.join(letter + str(r.randrange(4 if letter == 's' else n_tasks if letter == 'k' else n_bodies))
                       for letter in r.choices('aaavxqwolmdkss', k=r.randint(1, 9)))
               for _ in range(n_tasks)]
    return '|'.join(bodies) + ';' + '|'.join(scripts)


def to_the_end(record):
    """Generators that are left when the loop is closed are nobody's, and end in Python's own way."""
    return record.partition('loop 1 closed\n')[0]


def main():
    loopscope, program = sys.argv[1:3]
    first, count = (int(word) for word in (sys.argv[3:] + ['1', '100'][len(sys.argv) - 3:]))
    oracle = Oracle(HERE / 'oracle' / 'random-generators.py')
    tap = Tap()
    for start in range(first, first + count, BATCH):
        seeds = range(start, min(start + BATCH, first + count))
        for seed in seeds:
            description = describe(seed)
            code, record = oracle.record([description])
            traced = Traced(loopscope, program, [description], dumped=False)
            mine, its = to_the_end(traced.record), to_the_end(record)
            if (traced.code, mine) != (code, its):
                tap.same(mine, its, f'seed {seed}: {description}')
        tap.case(True, f'seeds {seeds[0]} to {seeds[-1]} are through')
    oracle.close()
    tap.done()


main()
