# SPDX-License-Identifier: LGPL-2.1-or-later
"""Loops: iterations, polls, handles and timers.

No hook stands between the loop and the program's code, so that the stack and tracebacks are the program's alone: the
hooks are called by asyncio, and have returned before any of the program's code runs.  The ready queue tells which
handle is taken to be run, and thereby that the one before has ended.
"""

import collections
import functools
import sys
import types
from _thread import get_ident

import asyncio
from asyncio import base_events, events, format_helpers, tasks as asyncio_tasks

from . import shortcut, threadsafe, vocabulary as v
from .clock import monotonic_ns
from .links import stand_in
from .order import Asyncgens
from .queues import WOKEN
from .tasks import BUILTIN, STEP_NAME, WAKEUP_NAME

HELD_LONG = 100_000_000          # ns for which a handle may hold the loop without being noted: asyncio's own limit
# By the kind of a future: whether nothing is told of its end beside itself, nor who has ended it.
IS_QUIET = [kind not in WOKEN and kind not in (v.FUTURE_PLAIN, v.FUTURE_JOB) for kind in range(v.FUTURE_INTERNAL + 1)]
PLAIN_WAKE = 'asyncio.runners'   # where the callback is from that does nothing but wake the loop

GROUP_TOLD, GROUP_TOLD_NAME = asyncio.TaskGroup._on_task_done, 'TaskGroup.on_task_done'      # as FORMAT.md has it
CHILD_ENDED = '_child_watcher_callback'

GUARDED = ('started', 'stopped', 'closed', 'schedule', 'poll', 'polled', 'waits', 'waited', 'looked')       # of LoopState

take = collections.deque.popleft
put = collections.deque.append
coroutine = types.CoroutineType
sleep = asyncio_tasks.sleep.__code__
events_handle, events_timer = events.Handle, events.TimerHandle
stock_init, stock_set_running = base_events.BaseEventLoop.__init__, events._set_running_loop
step_types = set()               # the type of the callback by which a C task has itself stepped

# Set by install(): as globals they are found faster than attributes.
probe = recorder = clock = control = tasks = page = words = begun = armed = descriptor_ready = begin_other = None
from_thread = None
is_real = is_careful = origin = step_name = wakeup_name = None


def name_of(callback):
    """The function's name without leading underscores."""
    while type(callback) is functools.partial:
        callback = callback.func
    if type(callback) is types.MethodType and callback.__func__ is GROUP_TOLD:
        return recorder.names.string(GROUP_TOLD_NAME)
    name = getattr(callback, '__name__', None)
    return recorder.names.string((name if type(name) is str else type(callback).__name__).strip('_<>'))


class Handle(events.Handle):
    """Knows its number, and the task whose step it is; its number is 0 when it has run."""

    __slots__ = ('number', 'task', 'watch')

    def cancel(self):
        number = getattr(self, 'number', 0)
        if number and not self._cancelled:
            recorder.here().emit(v.HANDLE_CANCELLED, number)
        self.number = 0
        events_handle.cancel(self)


new_handle = Handle.__new__


class TimerHandle(events.TimerHandle):
    __slots__ = ('number', 'task')

    def __init__(self, when, callback, args, loop, context=None):
        events_timer.__init__(self, when, callback, args, loop, context)
        if self._source_traceback:                   # without our frame as many of the program's are left
            self._source_traceback = format_helpers.extract_stack(sys._getframe())
            del self._source_traceback[-1]
        self.task = None
        self.number = number = recorder.new_handle()
        armed(number, callback, args, when)

    def cancel(self):
        if self.number and not self._cancelled:
            recorder.here().emit(v.TIMER_CANCELLED if self._scheduled else v.HANDLE_CANCELLED, self.number)
        self.number = 0
        events_timer.cancel(self)


def tell_armed(number, callback, args, when):
    stream = recorder.here()
    future, name = tasks.describe_timer(stream, callback, args)
    stream.emit_double(v.TIMER_ARMED | v.TAG_DOUBLE << 24, number, name or name_of(callback), future,
                       clock.deadline(when))


class Ready(collections.deque):
    """The ready queue of a loop."""

    __slots__ = ('state',)

    def append(self, handle):
        """By the loop itself: a timer that is due, or the callback of a descriptor, a signal or another thread."""
        kind = type(handle)
        if kind is TimerHandle:
            if not handle._cancelled:
                recorder.here().emit(v.TIMER_FIRED, handle.number)
        elif kind is from_thread:
            self.state.schedule(handle, handle._callback, handle._args)
        else:
            descriptor_ready(self.state, handle)
        put(self, handle)

    def popleft(self):
        """What the loop takes it runs at once, unless it is cancelled.  A task that only gives way to the next is
        told here, at once and in one piece, for the cost of it."""
        handle = take(self)
        try:
            stream = self.state.stream
            following = handle.task
            number = handle.number       # 0 if it is cancelled
            if not number or begun or is_careful or stream.is_watched and words[2] or (
                    following is not None and following._ls_asked):
                self.state.begin(handle)
                return handle
            real = monotonic_ns()
            wall = real - origin
            if is_real:
                clock.now = wall - clock.stopped
            if real - stream.since >= HELD_LONG and stream.since:
                stream.tell_held(real)
            task, site, wait = stream.task, 0, None
            if task is not None:
                yielded = stream.yielded
                if yielded is None:
                    wait = tasks.simple_wait(task)
                elif following is not None:
                    coro = task._ls_object
                    inner = coro.cr_await
                    if type(inner) is coroutine and inner.cr_code is sleep:
                        site = task._ls_sites.get(coro.cr_frame.f_lasti, 0)
                if wait is None and not site:
                    tasks.tell_end(stream, wall)
            handle.number = 0
            stream.since = real
            if following is None:
                following_id = 0
                if wait is None:
                    stream.began = stream.run(number)
                else:
                    stream.task = None
                    stream.task_id = 0
                    is_new, site, future, kind, why, thing = wait
                    stream.began = (stream.meets_run if is_new else stream.awaits_run)(
                        wall, task._ls_id, task._ls_coro, site, future, kind, why, thing, number)
            else:
                following._ls_turns = turns = following._ls_turns + 1
                stream.task = following
                stream.task_id = following_id = following._ls_id
                if site:
                    stream.yielded = None
                    stream.began = stream.switch(wall, task._ls_id, task._ls_coro, site, yielded.number, step_name,
                                                 following_id, number, turns)
                elif wait is None:
                    stream.began = stream.turn(wall, following_id, number, turns)
                else:
                    is_new, site, future, kind, why, thing = wait
                    stream.began = (stream.meets_turn if is_new else stream.awaits_turn)(
                        wall, task._ls_id, task._ls_coro, site, future, kind, why, thing, following_id, number, turns)
            if stream.is_watched:
                control.set_turn(following_id, real, real)
        except AttributeError:                       # a handle that was not made by way of our hooks
            begin_other(self.state, handle)
        except Exception as error:
            probe.failed(error)
        return handle

    def clear(self):
        """Only a loop that is being closed does that."""
        collections.deque.clear(self)
        self.state.closed()


class LoopState:
    """What is known of a loop beside what it knows itself."""

    def __init__(self, loop):
        self.loop = loop
        self.number = recorder.new_id('loop')
        self.shifted = min(self.number, 255) << 16
        self.iterations = 0
        self.name_of = name_of
        self.n_watched = 0           # descriptors beside its own
        self.stream = None
        self.is_running = False
        self.selector = None
        stream = recorder.here()
        stream.mark(clock.look())
        self.tell(stream, v.LOOP_CREATED | v.TAG_STRING << 24, recorder.names.string(clock.kind))

    def tell(self, stream, head, value=0):
        """Of the loop itself, also outside it."""
        before, stream.loop = stream.loop, self.shifted
        stream.emit(head, self.number, 0, 0, value)
        stream.loop = before

    def started(self):
        self.is_running = True
        self.stream = stream = recorder.here()
        stream.may_stop = True
        stream.enter_loop(self.shifted, self)
        stream.mark(clock.look())
        stream.emit(v.LOOP_STARTED, self.number)

    def stopped(self):
        stream = self.stream
        self.end_handle(stream)
        stream.mark(clock.look())
        stream.emit(v.LOOP_STOPPED, self.number)
        self.is_running = False
        self.stream = None
        stream.enter_loop(0, None)

    def closed(self):
        self.tell(recorder.here(), v.LOOP_CLOSED)

    def end_handle(self, stream):
        """What ran runs no longer; a task's turn is told to its end."""
        if stream.task is not None:
            tasks.end_turn(stream)
        stream.task_id = 0
        if stream.since:
            now = monotonic_ns()
            if now - stream.since >= HELD_LONG:
                stream.tell_held(now)
            stream.since = 0

    def begin(self, handle):
        stream = self.stream
        if stream is None:           # somebody else takes handles from a loop that does not run
            return
        self.end_handle(stream)
        if handle._cancelled:
            return
        number = getattr(handle, 'number', 0)
        if not number:
            return
        handle.number = 0
        wall = clock.look()
        stream.mark(wall)
        stream.since = since = wall + clock.origin
        task = getattr(handle, 'task', None)
        control.set_turn(task._ls_id if task is not None else 0, since, since)
        stream.began = stream.emit(v.HANDLE_RUN, number)
        if task is not None:
            tasks.begin_turn(stream, task, number)

    def schedule(self, handle, callback, args):
        stream = recorder.here()
        task = tasks.stepped_by(callback)
        handle.task = task
        if task is not None:
            tasks.schedule_step(stream, handle, task, args)
            return
        tasks.before_effect(stream)
        if getattr(callback, '__module__', '') == PLAIN_WAKE:
            handle.number = 0
            return
        for argument in args[:1]:
            tasks.tell_resolved(stream, argument)
        if getattr(callback, '__name__', '') == CHILD_ENDED:
            probe.outside.exited(stream, args)
        handle.number = number = recorder.new_handle()
        stream.emit(v.HANDLE_SCHEDULED, number, name_of(callback))

    def poll(self, timeout):
        """Before the selector: the iteration has begun."""
        stream = self.stream
        self.end_handle(stream)
        stream.mark(clock.look())
        self.iterations += 1
        stream.emit(v.ITERATION | v.TAG_INT << 24, self.number, 0, 0, self.iterations)
        n_timers = len(self.loop._scheduled)
        if timeout is None:
            stream.emit(v.POLL, self.number, n_timers)
        else:
            stream.emit_double(v.POLL | v.TAG_DOUBLE << 24, self.number, n_timers, 0, float(timeout))

    def polled(self, waited, ready):
        stream = self.stream
        stream.mark(clock.look())
        stream.emit(v.POLLED | v.TAG_INT << 24, self.number, len(ready), 0, waited)

    def waits(self, timeout):
        """The same while nobody watches, before a wait that is the system's alone."""
        stream = self.stream
        self.end_handle(stream)
        wall = clock.look()
        self.iterations = iteration = self.iterations + 1
        if timeout is None:
            stream.waits_for_ever(wall, self.number, iteration, len(self.loop._scheduled))
        else:
            stream.waits(wall, self.number, iteration, len(self.loop._scheduled), timeout)

    def waited(self, ready):
        stream = self.stream
        before = clock.now
        wall = clock.look()
        stream.waited(wall, self.number, len(ready), clock.now - before)

    def looked(self, ready):
        """A poll that did not wait, and told nothing before."""
        stream = self.stream
        task, site, wait = stream.task, 0, None
        if task is not None and not begun and not is_careful:
            yielded = stream.yielded
            if yielded is None:
                wait = tasks.simple_wait(task)
            else:
                coro = task._ls_object
                inner = coro.cr_await if type(coro) is coroutine else None
                if type(inner) is coroutine and inner.cr_code is sleep:
                    site = task._ls_sites.get(coro.cr_frame.f_lasti, 0)
        if wait is None and not site:
            self.end_handle(stream)
        real = monotonic_ns()
        wall = real - origin
        if is_real:
            clock.now = wall - clock.stopped
        if stream.since and real - stream.since >= HELD_LONG:
            stream.tell_held(real)
        self.iterations = iterations = self.iterations + 1
        n_timers, n_ready = len(self.loop._scheduled), len(ready)
        if site:
            stream.gave_way(wall, task._ls_id, task._ls_coro, site, yielded.number, step_name,
                            self.number, iterations, n_timers, n_ready)
        elif wait is not None:
            is_new, site, future, kind, why, thing = wait
            (stream.meets_round if is_new else stream.awaits_round)(
                wall, task._ls_id, task._ls_coro, site, future, kind, why, thing,
                self.number, iterations, n_timers, n_ready)
        else:
            stream.round(wall, self.number, iterations, n_timers, n_ready)
        stream.yielded = stream.task = None
        stream.task_id = stream.since = 0


class NoState:
    """In the place of a loop's state while recording begins in the middle of a program: other threads may run loops."""

    stream = None

    @staticmethod
    def schedule(handle, callback, args):
        handle.number, handle.task = 0, None


def new_loop(self):
    stock_init(self)
    ready = Ready(self._ready)
    ready.state = self._loopscope = LoopState(self)
    self._ready = ready
    if clock.is_virtual:
        self._asyncgens = Asyncgens()


def _call_soon(self, callback, args, context):
    handle = Handle(callback, args, self, context)
    if handle._source_traceback:
        del handle._source_traceback[-1]
    if type(callback).__name__ == STEP_NAME:
        step_types.add(type(callback))
    self._loopscope.schedule(handle, callback, args)
    put(self._ready, handle)
    return handle


def wake(loop, callback, args, context):
    """The way through call_soon() of a callback that wakes a task: what that waited for is done.  None if the callback
    is another; it goes the long way."""
    try:
        task, future = callback.__self__, args[0]
        if task._fut_waiter is not future and callback.__name__ != WAKEUP_NAME or loop._closed or loop._debug:
            return None
        task_id = task._ls_id
        stream = loop._loopscope.stream
        if stream is None or get_ident() != loop._thread_id:
            stream = recorder.here()
        ending = stream.task
        if ending is not None:
            if ending is task:                       # it awaits what is done already
                tasks.end_turn(stream)
            else:
                tasks.before_effect(stream)
        number = recorder.next_handle
        recorder.next_handle = number + 1
        mine = getattr(future, '_loopscope', None)
        if mine is not None and not mine.is_told and IS_QUIET[mine.kind] and (
                future._result is None and future._exception is None and not future.cancelled()):
            mine.is_told = True
            stream.ends(mine.id, mine.kind, number, wakeup_name, task_id)
        else:
            tasks.tell_woken(stream, task_id, future, number)
    except AttributeError:                           # a task that was not made by way of our hooks, or none
        return None
    except Exception as error:
        probe.failed(error)
        return None
    handle = new_handle(Handle)
    handle._callback = callback
    handle._args = args
    handle._loop = loop
    handle._context = context
    handle._cancelled = False
    handle._repr = handle._source_traceback = None
    handle.task = task
    handle.number = number
    put(loop._ready, handle)
    return handle


def loop_time(self):
    return clock.seconds()


def _set_running_loop(loop):
    """Called by whatever runs a loop, as it starts and as it stops."""
    if loop is None:
        stream = recorder.here()
        if stream.state is not None:
            stream.state.stopped()
            probe.sleeping.end()
            probe.prune()
    stock_set_running(loop)
    state = getattr(loop, '_loopscope', None)
    if isinstance(state, LoopState):
        probe.polls.attach(state)
        probe.sleeping.begin()
        state.started()


def set_globals(the_probe):
    global probe, recorder, clock, control, tasks, page, words, begun
    global is_real, is_careful, origin, step_name, wakeup_name
    probe, recorder, tasks = the_probe, the_probe.recorder, the_probe.tasks
    clock, control = recorder.clock, recorder.control
    page, words = control.longs, control.words
    begun = recorder.output.begun
    is_real, is_careful, origin = not clock.is_virtual, tasks.wants_locals, clock.origin
    step_name, wakeup_name = tasks.step, tasks.wakeup


def guard_hooks():
    global armed, descriptor_ready, begin_other
    for name in GUARDED:
        setattr(LoopState, name, probe.guard(getattr(LoopState, name)))
    armed, descriptor_ready = probe.guard(tell_armed), probe.guard(probe.descriptors.ready)
    begin_other = probe.guard(LoopState.begin)


def install(the_probe):
    """Puts the hooks into asyncio."""
    global from_thread
    set_globals(the_probe)
    guard_hooks()
    for mine, stock in (Handle, events_handle), (TimerHandle, events_timer):
        mine.__module__, mine.__qualname__ = stock.__module__, stock.__qualname__
    for module in events, asyncio:
        module.Handle, module.TimerHandle = Handle, TimerHandle
    from_thread = threadsafe.install(Handle)
    kind = base_events.BaseEventLoop
    kind.__init__, kind._call_soon, kind.time = (
        stand_in(new_loop, stock_init), stand_in(_call_soon, kind._call_soon), stand_in(loop_time, kind.time))
    shortcut.install(kind, {
        '_ls_step_types': step_types, '_ls_recorder': recorder, '_ls_put': put, '_ls_handle': Handle,
        '_ls_new': new_handle, '_ls_builtin': BUILTIN, '_ls_wake': wake})
    events._set_running_loop = _set_running_loop
