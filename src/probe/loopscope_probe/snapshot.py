# SPDX-License-Identifier: LGPL-2.1-or-later
"""Recording that begins in the middle of a program: what there is already is told as a snapshot, and adopted.

Tasks and futures that exist take attributes, so that what becomes of them is told like that of all others.  Handles that
exist do not: they are known by a table.  What the program did with them before, and who made what, nobody can tell.
"""

import gc
import types
from asyncio import base_events, events, futures, tasks as asyncio_tasks

from . import vocabulary as v
from .loops import LoopState, Ready, events_timer, name_of, put, take


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
    """Timers compare with what events calls TimerHandle, which is another class now: those from before keep to theirs."""
    stock = events_timer
    for name in ('__lt__', '__le__', '__gt__', '__ge__', '__eq__'):
        method = vars(stock)[name]
        setattr(stock, name, types.FunctionType(method.__code__, dict(method.__globals__, TimerHandle=stock), name))


def order_of(task):
    """Tasks from before stand in a set: by the numbers in their names."""
    head, _, number = task.get_name().rpartition('-')
    return (head, int(number) if number.isdigit() else 0, number)


class Snapshot:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.tasks = probe.tasks
        self.stream = probe.recorder.here()

    def take(self):
        """To be called on the thread whose loop runs, if one does."""
        stream = self.stream
        compare_as_before()
        stream.may_stop, before = False, stream.may_stop
        stream.emit(v.SNAPSHOT_BEGIN, 0)
        running = events._get_running_loop()
        for loop in [thing for thing in gc.get_objects() if isinstance(thing, base_events.BaseEventLoop)]:
            if not hasattr(loop, '_loopscope') and not loop.is_closed():
                self.tell_loop(loop, loop is running)
        stream.emit(v.SNAPSHOT_END, 0)
        stream.may_stop = before

    def tell_loop(self, loop, is_running):
        ready = AdoptedReady(loop._ready)
        ready.adopted = self.adopted = {}
        ready.state = loop._loopscope = state = LoopState(loop)
        if is_running:
            self.probe.polls.attach(state)
            self.probe.sleeping.begin()
            state.started()
            state.iterations = 1
            self.stream.emit(v.ITERATION | v.TAG_INT << 24, state.number, 0, 0, 1)
        mine = [task for task in self.tasks.all(loop) if not task.done()]
        mine.sort(key=order_of)
        for task in mine:
            self.tell_task(task)
        for handle in sorted(loop._scheduled):
            if not handle._cancelled:
                self.tell_timer(handle)
        for task in mine:
            if task._fut_waiter is not None:
                self.tell_waiting(task)
        for handle in ready:
            if not handle._cancelled:
                self.tell_ready(handle)
        current = asyncio_tasks.current_task(loop) if is_running else None
        if current is not None:
            self.tell_turn(state, current)
        loop._ready = ready

    def adopt(self, handle, task=None):
        number = self.recorder.new_handle()
        self.adopted[id(handle)] = handle, number, task
        return number

    def tell_task(self, task):
        self.tasks.tell_created(self.stream, task, (None, 0))
        frame = getattr(task.get_coro(), 'cr_frame', None)
        task._ls_turns = int(frame is None or frame.f_lasti > 0)

    def tell_timer(self, handle):
        callback, args = handle._callback, handle._args
        future, name = 0, name_of(callback)
        if callback is futures._set_result_unless_cancelled and args:
            future, name = self.tasks.meet(self.stream, args[0], v.FUTURE_SLEEP).id, self.tasks.sleep
        elif callback is asyncio_tasks._release_waiter and args:
            future = self.tasks.meet(self.stream, args[0], v.FUTURE_WAITER).id
        self.stream.emit_double(v.TIMER_ARMED | v.TAG_DOUBLE << 24, self.adopt(handle), name, future,
                                self.recorder.clock.deadline(handle._when))

    def tell_waiting(self, task):
        future = task._fut_waiter
        children = getattr(future, '_children', None)
        if children is not None and not hasattr(future, '_loopscope'):
            self.tasks.gathered(future, children)
        self.tasks.tell_suspended(self.stream, task)

    def tell_ready(self, handle):
        task = self.tasks.stepped_by(handle._callback)
        number = self.adopt(handle, task)
        if task is None:
            self.stream.emit(v.HANDLE_SCHEDULED, number, name_of(handle._callback))
        else:
            self.tell_ready_task(task, number, bool(handle._args))

    def tell_ready_task(self, task, number, is_woken):
        cause = v.READY_WAKEUP if is_woken else v.READY_YIELD if task._ls_turns else v.READY_CREATED
        self.tasks.tell_ready(self.stream, task._ls_id, number, self.tasks.wakeup if is_woken else self.tasks.step, cause, 0)

    def tell_turn(self, state, task):
        number = self.recorder.new_handle()
        self.tell_ready_task(task, number, False)
        state.begin(types.SimpleNamespace(_cancelled=False, number=number, task=task))
