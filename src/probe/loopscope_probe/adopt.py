# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was there before recording began.

Tasks and futures that exist take attributes.  Handles that exist do not: they are known by a table of their loop's.
"""

import collections
import functools
import operator
import sys
import types

from . import loops, vocabulary as v
from .loops import LoopState, Ready, events_timer, put, take


class AdoptedReady(Ready):
    """The ready queue of a loop with handles from before."""

    __slots__ = ('adopted',)             # id: handle, number, task

    def append(self, handle):
        known = self.adopted.get(id(handle))
        if known is None:
            Ready.append(self, handle)
            return
        if not handle._cancelled:
            loops.recorder.here().emit(v.TIMER_FIRED, known[1])      # its thread may not yet have come to go_on()
        put(self, handle)

    def popleft(self):
        known = self.adopted.pop(id(self[0]), None) if self else None
        if known is None:
            return Ready.popleft(self)
        handle, number, task = known
        loops.begin_other(self.state, types.SimpleNamespace(_cancelled=handle._cancelled, number=number, task=task))
        return take(self)


def compare_as_before():
    """Timers compare with what events calls TimerHandle, which will be another class: those from before keep to
    theirs."""
    stock = events_timer
    for name in ('__lt__', '__le__', '__gt__', '__ge__', '__eq__'):
        method = vars(stock)[name]
        setattr(stock, name, types.FunctionType(method.__code__, dict(method.__globals__, TimerHandle=stock), name))


def order_of(task):
    """By their numbers; tasks from before stand in a set: by the numbers in their names."""
    head, _, number = task.get_name().rpartition('-')
    return (getattr(task, '_ls_id', 0), head, int(number) if number.isdigit() else 0, number)


def loop(probe, loop, is_running):
    """One from before, which is told; if it runs on another thread, its turns are from the next that it has."""
    loop._loopscope = state = LoopState(loop)
    if is_running:
        go_on(probe, loop, state)
    replace_ready(loop, state)
    if not is_running and loop.is_running():
        loop.call_soon_threadsafe(probe.guard(go_on), probe, loop, state)


def replace_ready(loop, state):
    """In one call, so that no other thread can come between, which may run the loop."""
    ready = AdoptedReady()
    ready.adopted, ready.state = {}, state
    partial = functools.partial
    steps = partial(AdoptedReady.extend, ready, loop._ready), partial(setattr, loop, '_ready', ready)
    collections.deque(map(operator.call, steps), 0)


def go_on(probe, loop, state):
    """It runs on this thread, and has been running; what its poll looks out for is told."""
    probe.sleeping.begin()
    state.started()
    probe.polls.attach(state)
    state.iterations = 1
    state.tell(state.stream, v.ITERATION | v.TAG_INT << 24, 1)
    sys.set_asyncgen_hooks(firstiter=loop._asyncgen_firstiter_hook)


def number_of_handle(probe, state, handle, task=None):
    """The number that a handle has, or a new one."""
    number = getattr(handle, 'number', None)
    if number is not None:
        return number
    adopted = getattr(state.loop._ready, 'adopted', None)
    if adopted is None:
        return 0                         # one that was not made by way of our hooks
    known = adopted.get(id(handle))
    if known is None:
        known = adopted[id(handle)] = handle, probe.recorder.new_handle(), task
    return known[1]


def turn(snapshot, state, task):
    """The turn in which recording begins."""
    number = snapshot.recorder.new_handle()
    snapshot.tell_ready_task(task, number, False)
    state.begin(types.SimpleNamespace(_cancelled=False, number=number, task=task))
