# SPDX-License-Identifier: LGPL-2.1-or-later
"""Events that come together, each row of them written by one call.

To write an event is a check whether it fits, a call that packs it, and a few words that make it known; a row costs
that once.  Its writer is made from what it consists of: a method of streams whose parameters are named by what varies.
Fields that are not named are 0 and left out.  A writer's result is the number of the last event.
"""

import struct
import types

from . import space
from .vocabulary import (
    CORO_CLOSED, FRAME, FUTURE_AWAITED, FUTURE_CREATED, FUTURE_RESOLVED, HANDLE_RUN, HANDLE_SCHEDULED, ITERATION, POLL,
    POLLED, READY_WAKEUP, READY_YIELD, TAG_DOUBLE, TAG_INT, TASK_DONE, TASK_READY, TASK_SUSPENDED, TURN, UNUSED,
    WAIT_YIELD)

SIZE = 32                                # of a record
MOST = 16                                # records that a row may have, a base before it included
MEASURE = struct.Struct('@Qq')
LAST_MEASURE = space.BLOCK - MEASURE.size
WALL = 1 << 56
FIELDS = 'site', 'subject', 'a', 'b'     # besides the value, which may be a double


def event(kind, detail=0, tag=0, more='', **fields):
    """One of a row: its head, the parameter that adds to it, and the parameters that fill its fields."""
    return kind | detail << 8 | tag << 24, more, fields


# What is recorded most.  The names of the parameters are in the order of their use; wall is when it happened, by the
# wall clock.  Those that `may_stop` are for any time, the others for when the gate is known to be open.
GAVE_WAY = (
    event(FRAME, site='site', subject='task', b='coro'),
    event(TASK_SUSPENDED, WAIT_YIELD, site='site', subject='task'),
    event(HANDLE_SCHEDULED, subject='step', a='step_name', b='task'),
    event(TASK_READY, READY_YIELD, subject='task', a='step'))
TURN_BEGINS = (
    event(HANDLE_RUN, subject='handle'),
    event(TURN, tag=TAG_INT, subject='next_task', a='handle', value='turns'))
ITERATES = event(ITERATION, tag=TAG_INT, subject='loop', value='iteration')
ROUND = (
    ITERATES,
    event(POLL, tag=TAG_DOUBLE, subject='loop', a='n_timers'),
    event(POLLED, tag=TAG_INT, subject='loop', a='n_ready'))
AWAITS = (
    event(FUTURE_AWAITED, more='kind', subject='future', a='task'),
    event(FRAME, site='site', subject='task', b='coro'),
    event(TASK_SUSPENDED, more='wait', site='site', subject='task', a='object', b='future'))

MEETS = (event(FUTURE_CREATED, more='kind', site='site', subject='future', b='object'),) + AWAITS
WAKE = (
    event(HANDLE_SCHEDULED, subject='handle', a='name', b='task'),
    event(TASK_READY, READY_WAKEUP, subject='task', a='handle', b='future'))
WAKES = (event(FUTURE_RESOLVED, more='how', subject='future', a='error', b='kind', value='value'),) + WAKE
ENDS = (event(FUTURE_RESOLVED, subject='future', b='kind'),) + WAKE
RUNS = (event(HANDLE_RUN, subject='handle'),)
WAIT = 'wall task coro site future kind wait object '

OPEN = {
    # A task gives way to the next, or ends an iteration with that; a turn begins; an iteration that does not wait; a
    # handle begins to run.
    'switch': ('wall task coro site step step_name next_task handle turns', GAVE_WAY + TURN_BEGINS),
    'gave_way': ('wall task coro site step step_name loop iteration n_timers n_ready', GAVE_WAY + ROUND),
    'turn': ('wall next_task handle turns', TURN_BEGINS),
    'round': ('wall loop iteration n_timers n_ready', ROUND),
    'run': ('handle', RUNS),
    # The same after a task with one coroutine of the program's is suspended; at a future, or one met for the first time.
    'awaits_turn': (WAIT + 'next_task handle turns', AWAITS + TURN_BEGINS),
    'meets_turn': (WAIT + 'next_task handle turns', MEETS + TURN_BEGINS),
    'awaits_round': (WAIT + 'loop iteration n_timers n_ready', AWAITS + ROUND),
    'meets_round': (WAIT + 'loop iteration n_timers n_ready', MEETS + ROUND),
    'awaits_run': (WAIT + 'handle', AWAITS + RUNS),
    'meets_run': (WAIT + 'handle', MEETS + RUNS),
    # An iteration begins, and its poll: how long it may wait in seconds, or for ever; and the end of the poll.
    'waits': ('wall loop iteration n_timers seconds', (
        ITERATES, event(POLL, tag=TAG_DOUBLE, subject='loop', a='n_timers', double='seconds'))),
    'waits_for_ever': ('wall loop iteration n_timers', (
        ITERATES, event(POLL, subject='loop', a='n_timers'))),
    'waited': ('wall loop n_ready ns', (
        event(POLLED, tag=TAG_INT, subject='loop', a='n_ready', value='ns'),)),
}
MAY_STOP = {
    'ready': ('handle name task cause future', (
        event(HANDLE_SCHEDULED, subject='handle', a='name', b='task'),
        event(TASK_READY, more='cause', subject='task', a='handle', b='future'))),
    # What a task waits for is done, with a result of None or in any way, and it is woken; the same of who is parked at a
    # queue or a lock, and the parking.
    'ends': ('future kind handle name task', ENDS),
    'woken': ('future how error kind value handle name task', WAKES),
    'unparks': ('what object parked future how error kind value handle name task', (
        event(UNUSED, more='what', subject='object', a='parked', b='future'),) + WAKES),
    'parks': ('kind site future object what task value', (
        event(FUTURE_CREATED, more='kind', site='site', subject='future', b='object'),
        event(UNUSED, more='what', subject='object', a='task', b='future', value='value'))),
    'awaits': (WAIT.strip(), AWAITS),
    'meets': (WAIT.strip(), MEETS),
    'done': ('wall task coro how error value', (
        event(CORO_CLOSED, subject='coro'),
        event(TASK_DONE, more='how', subject='task', a='error', value='value'))),
}

WRITER = '''
def {name}(self, {parameters}, pack=pack, measure=measure):
    {check}
    counter = self.counter
    {have_room}
    while True:
        now, n, at = self.clock.now, counter.n, self.at
        dt = now - self.time
        if at <= self.last and 0 <= dt < 1073741823:
            break
        self.prepare()
    counter.n = n + {count}
    self.time = now
    self.at = at + {size}
    {mark}
    pack(self.pack_to, at, {arguments})
    self.words[3] = self.at
    {marked}
    {watched}
    return n + {last}
'''
CHECK = '''if self.page[1] & 0xffffffff:
        return self.{name}_singly({parameters})'''
WATCHED = 'self.page[232] = n + {count}'
HAVE_ROOM = '''if self.measures_at > LAST_MEASURE:
        self.open_measures()'''
MARK = f'''mark = self.measures_at
    self.measures_at = mark + 16
    measure(self.measure_to, mark, {WALL} | n, wall)'''
SINGLY = '''
def {name}_singly(self, {parameters}):
    {mark}
    {events}
    return n
'''


def layout(events):
    """How a row is packed: of each record the head, of the first how much later it is, and what fields vary."""
    text = '@'
    for place, (head, more, fields) in enumerate(events):
        text += 'I' + ('4x' if place else 'I')
        for field in FIELDS:
            text += 'I' if field in fields else '4x'
        text += 'Q' if 'value' in fields else 'd' if 'double' in fields else '8x'
    return text


def writer(name, parameters, events, may_stop, is_watched):
    """The source of a row's writer.  In the place of the heads, which depend on the loop, there are their names."""
    arguments = []
    for place, (head, more, fields) in enumerate(events):
        arguments.append(f'"h{place}" | {more}' if more else f'"h{place}"')
        arguments += [] if place else ['dt']
        arguments += [fields[field] for field in FIELDS + ('value', 'double') if field in fields]
    names, count = parameters.replace(' ', ', '), len(events)
    is_marked = names.startswith('wall')
    return WRITER.format(
        name=name, parameters=names, count=count, last=count - 1, size=count * SIZE, arguments=', '.join(arguments),
        check=CHECK.format(name=name, parameters=names) if may_stop and is_watched else '',
        watched=WATCHED.format(count=count) if is_watched else '',
        have_room=HAVE_ROOM if is_marked else '', mark=MARK if is_marked else '',
        marked='self.measure_words[3] = self.measures_at' if is_marked else '')


def singly(name, parameters, events):
    """The source of the same for when the viewer may want the program to stop at any of them."""
    calls = []
    for head, more, fields in events:
        values = ', '.join(f'{field}={parameter}' for field, parameter in fields.items())
        calls.append(f'n = self.emit({head} | {more or 0}, {values})')
    names = parameters.replace(' ', ', ')
    return SINGLY.format(name=name, parameters=names, mark='self.mark(wall)' if names.startswith('wall') else '',
                         events='\n    '.join(calls))


def add_writers(kind, is_watched):
    """Functions by their names, each with the heads of its row by their names; what all loops share `kind` has."""
    made = {}
    for rows in OPEN, MAY_STOP:
        for name, (parameters, events) in rows.items():
            scope = {'pack': struct.Struct(layout(events)).pack_into, 'measure': MEASURE.pack_into,
                     'LAST_MEASURE': LAST_MEASURE}
            source = writer(name, parameters, events, rows is MAY_STOP, is_watched)
            if rows is MAY_STOP and is_watched:
                source += singly(name, parameters, events)
            exec(compile(source, f'{__file__}: {name}', 'exec'), scope)
            made[name] = scope[name], {f'h{place}': head for place, (head, more, fields) in enumerate(events)}
            if f'{name}_singly' in scope:
                setattr(kind, f'{name}_singly', scope[f'{name}_singly'])
    return made


def in_loop(function, heads, loop):
    """The function with the heads of events in a loop, by its ordinal where a head has it, as constants."""
    code = function.__code__
    consts = tuple(heads[const] | loop if type(const) is str and const in heads else const for const in code.co_consts)
    return types.FunctionType(code.replace(co_consts=consts), function.__globals__, function.__name__,
                              function.__defaults__)


class Kinds:
    """Of streams, by the loop that runs there and whether there may be a viewer: each has its own writers."""

    def __init__(self, base):
        self.base = base
        self.writers = {}
        self.made = {}

    def get(self, is_watched, loop):
        kind = self.made.get((is_watched, loop))
        if kind is None:
            if is_watched not in self.writers:
                self.writers[is_watched] = add_writers(self.base, is_watched)
            own = {name: in_loop(function, heads, loop)
                   for name, (function, heads) in self.writers[is_watched].items()}
            kind = self.made[is_watched, loop] = type(self.base.__name__, (self.base,), {'__slots__': (), **own})
        return kind
