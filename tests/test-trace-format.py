#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""FORMAT.md suffices: a trace written by another language from its tables alone is read.

    test-trace-format.py LOOPSCOPE
"""
import itertools
import json
import struct
import subprocess
import sys
import tempfile

import tap

BLOCK = 65536
EVENTS, NAMES, MEASURES, PROCESS, RESOLUTIONS, TEXTS = range(1, 7)
MASK = 2 ** 64 - 1


def file_header(state):
    header = b'LSTRACE\n' + struct.pack('<6IQ', 1, BLOCK, 32, state, 0, 0, 0)
    return header.ljust(BLOCK, b'\0')


def sums(block):
    words = list(itertools.accumulate(memoryview(block).cast('Q')))
    return words[-1] & MASK, sum(words) & MASK


def block(kind, payload, first=bytes(8), time=0, last=0, thread=1, sealed=True):
    committed = 64 + len(payload)
    head = struct.pack('<IHHII8sqQ', 0x4b42534c, kind, sealed, thread, committed, first, time, last)
    check = struct.pack('<2Q', *sums(head + bytes(24) + payload)) if sealed else bytes(16)
    return (head + check + bytes(8) + payload).ljust(BLOCK, b'\0')


def entry(kind, content):
    return struct.pack('<HHI', kind, 0, len(content)) + content + bytes(8 - len(content) % 8)


def record(kind, subject=0, a=0, b=0, detail=0, tag=0, value=0, site=0, dt=0):
    return struct.pack('<4BIIIIIQ', kind, detail, 1, tag, dt, site, subject, a, b, value)


def base(seq, time):
    return struct.pack('<4BIIIIIQ', 1, 0, 0, 2, 0, 0, 0, time & 0xffffffff, time >> 32, seq)


def events_of(loopscope, *parts):
    with tempfile.NamedTemporaryFile(suffix='.looptrace') as file:
        file.write(b''.join(parts))
        file.flush()
        dump = subprocess.run([loopscope, 'dump', '--json', file.name], capture_output=True, text=True, check=True)
    return json.loads(dump.stdout)


TASK_CREATED, ITERATION, POLL, OUTPUT = 14, 6, 7, 54

NAME_BLOCK = block(NAMES, entry(1, b'Task-1') + entry(1, b'/x/a.py') + entry(1, 'größe'.encode())
                   + entry(2, struct.pack('<IIQII', 0, 12, 0, 2, 3)), first=struct.pack('<II', 1, 1), thread=0)
PROCESS_BLOCK = block(PROCESS, entry(16, b'CPython 3.11.2') + entry(18, b'a.py') + entry(20, struct.pack('<q', 42)))


def test_whole(tests, loopscope):
    first = record(TASK_CREATED, subject=1, a=1, b=1, site=1) + record(ITERATION, subject=1, tag=2, value=1, dt=7)
    second = base(3, 5_000_000_000) + record(POLL, subject=1, a=2, tag=3, dt=1,
                                             value=struct.unpack('<Q', struct.pack('<d', 2.5))[0])
    other = record(OUTPUT, detail=1, tag=4, value=2 ** 31 + 1)
    dump = events_of(loopscope, file_header(1), PROCESS_BLOCK, NAME_BLOCK,
                     block(TEXTS, entry(1, b'printed\n'), first=struct.pack('<II', 2 ** 31 + 1, 0), thread=0),
                     block(EVENTS, first + second, struct.pack('<Q', 0), time=100, last=3),
                     block(EVENTS, other, struct.pack('<Q', 2), time=50, last=2, thread=2),
                     block(MEASURES, struct.pack('<Qq', 1 << 56 | 1, 9000), struct.pack('<Q', 1)))
    events = dump['events']
    tests.case(dump['problems'] == [] and dump['complete'], 'a whole trace has no problems')
    tests.same('\n'.join(event['event'] for event in events), 'task-created\niteration\noutput\npoll',
               'numbers order what two threads wrote')
    tests.case(events[0]['name'] == 'Task-1' and events[0]['site']['line'] == 12, 'names and sites are found')
    tests.case(events[0]['site']['function'] == 'größe', 'text is UTF-8')
    tests.case(events[2]['value'] == 'printed\n' and events[2]['thread'] == 2, 'texts have ids of their own')
    tests.case([event['time'] for event in events] == [1e-07, 1.07e-07, 5e-08, 5.000000001], 'times count on, or anew')
    tests.case(events[3]['value'] == 2.5, 'a double is held by its bits')
    tests.case(events[1]['wall'] == 9e-06 and 'wall' not in events[0], 'wall times stand apart')
    tests.case(dump['process']['runtime'] == 'CPython 3.11.2' and dump['process']['pid'] == 42, 'the process is named')


def test_open(tests, loopscope):
    open_block = block(EVENTS, record(ITERATION, subject=1, tag=2, value=1), struct.pack('<Q', 0), sealed=False)
    dump = events_of(loopscope, file_header(0), NAME_BLOCK, open_block[:96], bytes(5))
    tests.case(len(dump['events']) == 1 and not dump['complete'], 'an open block counts as far as it is committed')
    tests.case(dump['problems'] == [], 'an open block is no damage')


def main(loopscope):
    tests = tap.Tap()
    test_whole(tests, loopscope)
    test_open(tests, loopscope)
    tests.done()


main(*sys.argv[1:])
