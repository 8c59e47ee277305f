# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was there before recording began.

Tasks and futures that exist take attributes.  Handles that exist do not: they are known by a table of their loop's.
"""

import sys
import types

from . import vocabulary as v
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
            self.state.stream.emit(v.TIMER_FIRED, known[1])
        put(self, handle)

    def popleft(self):
        known = self.adopted.pop(id(self[0]), None) if self else None
        if known is None:
            return Ready.popleft(self)
        handle, number, task = known
        self.state.begin(types.SimpleNamespace(_cancelled=handle._cancelled, number=number, task=task))
        return take(self)


def compare_as_before():
    """Timers compare with what events calls TimerHandle, which is another class now: those from before keep to
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
    """One from before, which is told, and what its poll looks out for."""
    ready = AdoptedReady(loop._ready)
    ready.adopted = {}
    ready.state = loop._loopscope = state = LoopState(loop)
    if is_running:
        probe.sleeping.begin()
        state.started()
        probe.polls.attach(state)
        state.iterations = 1
        state.tell(state.stream, v.ITERATION | v.TAG_INT << 24, 1)
        sys.set_asyncgen_hooks(firstiter=loop._asyncgen_firstiter_hook)
    loop._ready = ready


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
