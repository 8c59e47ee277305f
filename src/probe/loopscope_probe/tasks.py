# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tasks: their creation, turns and ends, and what they wait for.

A task's turn ends without a word of asyncio's.  It is told at the next thing that is heard of its loop: what the end
causes, the next handle, or the next poll.
"""

import gc
import inspect
import sys
import types

import asyncio
from asyncio import CancelledError, base_events, futures, tasks

from . import vocabulary as v
from .frames import coroutine, leaf
from .insertion import insert
from .links import stand_in
from .queues import WOKEN, woken
from .values import exception_text
from .waiting import FUTURE_OF_WAIT, WAIT_OF_FUTURE

# By the kind of a future that nothing else is known of: the wait for it.
WAITS = [WAIT_OF_FUTURE.get(kind, v.WAIT_FUTURE) for kind in range(v.FUTURE_INTERNAL + 1)]
STEP_NAME = 'TaskStepMethWrapper'    # type of the callback by which a C task has itself stepped
WAKEUP_NAME = 'task_wakeup'          # the builtin that it adds to what it awaits
BUILTIN = type(len)
METHOD = types.MethodType
NOWHERE = {}                         # the sites of what is not the program's
plain_future = futures.Future
# From CPython 3.13.3 on a task can be asked by itself to begin at once: create_task() finds its kind in one of two places.
CHOICE = "tasks = _ls_tasks[bool(kwargs.get('eager_start'))]"
PYTHON_STEPS = ('__step', '__wakeup')


class Future:
    """What is known of a future, kept in its own dictionary."""

    __slots__ = ('id', 'kind', 'object', 'task', 'is_told', 'has_children')


def know(future, number, kind, obj=0, task=0, new=Future.__new__):
    """Makes what is known of a future.  Of another library there are some that have no room for it."""
    mine = new(Future)                   # a call of the class takes thrice as long
    mine.id = number
    mine.kind = kind
    mine.object = obj                    # what it belongs to: a queue, a lock, a number of children
    mine.task = task                     # who waits in that
    mine.is_told = False                 # that it is resolved
    mine.has_children = False            # and they have been told
    try:
        future._loopscope = mine
    except AttributeError:
        pass
    return mine


def name_of_holder(holder):
    """Of what an asynchronous generator's methods return, which have no name: told by what they hold."""
    kind = type(holder).__name__
    has_value = len(gc.get_referents(holder)) > 1
    if kind == 'async_generator_asend':
        return 'asend' if has_value else 'anext'
    if kind == 'async_generator_athrow':
        return 'athrow' if has_value else 'aclose'
    return kind


def cancelled_text(future):
    """The text of the exception by which it ended, which only the garbage collector shows; to ask for it changes it."""
    for held in gc.get_referents(future):
        if isinstance(held, CancelledError):
            return exception_text(held)
    message = future._cancel_message
    return 'CancelledError' if message is None else f'CancelledError: {message}'


class Task(tasks._CTask):
    """asyncio's own, which besides knows its number."""

    __slots__ = ('_ls_id', '_ls_turns', '_ls_coro', '_ls_asked', '_ls_name', '_ls_object', '_ls_sites')

    def cancel(self, /, *args, **kwargs):
        """A wrong call is refused by the stock function, and so is nothing to tell of."""
        if len(args) + len(kwargs) <= 1 and not kwargs.keys() - {'msg'} and not self.done():
            guarded_cancel(self, args[0] if args else kwargs.get('msg'))
        return stock_cancel(self, *args, **kwargs)

    def set_name(self, /, *args, **kwargs):
        stock_set_name(self, *args, **kwargs)
        guarded_rename(self)


class EagerTask(Task):
    """One that begins at once, within the turn of who makes it, if its loop runs (CPython 3.12): told before is that it
    is created, and after how far it has come."""

    __slots__ = ()

    def __init__(self, coro, **kwargs):
        is_eager = kwargs.get('eager_start') and kwargs['loop'].is_running()
        began = guarded_begin(self, coro, kwargs.get('name')) if is_eager else None
        stock_task_init(self, coro, **kwargs)
        if self._source_traceback:
            del self._source_traceback[-1]           # our frame
        guarded_began(self, began)


EAGER = types.SimpleNamespace(Task=EagerTask)

for mine in Task, EagerTask:
    mine.__module__, mine.__qualname__, mine.__name__ = tasks._CTask.__module__, tasks._CTask.__qualname__, 'Task'
stock_cancel, stock_set_name, stock_task_init = tasks._CTask.cancel, tasks._CTask.set_name, tasks._CTask.__init__
for mine, stock in (Task.cancel, stock_cancel), (Task.set_name, stock_set_name):
    mine.__doc__, mine.__signature__ = stock.__doc__, inspect.signature(stock)
hooks = guarded_cancel = guarded_rename = guarded_begin = guarded_began = None       # the one Tasks, and its methods


def number_of(task):
    return getattr(task, '_ls_id', 0)


class Tasks:
    def __init__(self, probe):
        global hooks, guarded_cancel, guarded_rename, guarded_begin, guarded_began
        hooks = self
        guarded_cancel, guarded_rename = probe.guard(self.cancel_requested), probe.guard(self.renamed)
        guarded_begin, guarded_began = probe.guard(self.begin_eagerly), probe.guard(self.began_eagerly)
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.simple = probe.frames.simple
        self.values = probe.recorder.values
        self.string = probe.recorder.names.string
        self.step = self.string('step')
        self.wakeup = self.string('wakeup')
        self.sleep = self.string('sleep')
        self.by_debugger = None          # the task that is being cancelled by the viewer
        self.begun = probe.recorder.output.begun
        self.naming = ()
        self.waiting = None
        self.wants_locals = probe.options.locals

    def install(self):
        tasks.Task = asyncio.Task = Task
        if hasattr(tasks, 'create_eager_task_factory'):
            tasks.eager_task_factory = asyncio.eager_task_factory = tasks.create_eager_task_factory(EagerTask)
            create_task = base_events.BaseEventLoop.create_task
            if 'kwargs' in create_task.__code__.co_varnames:
                insert(create_task, CHOICE, {'_ls_tasks': {True: EAGER, False: tasks}})
        self.naming = tuple(function.__code__ for function in (tasks.create_task, asyncio.TaskGroup.create_task))
        known = self.values.known
        known[Task] = known[EagerTask] = self.encode
        known[futures.Future] = self.encode_future
        stock = tasks._GatheringFuture
        gathered = self.probe.guard(self.gathered)

        class _GatheringFuture(stock):
            def __init__(self, children, *, loop):
                stock.__init__(self, children, loop=loop)
                if self._source_traceback:
                    del self._source_traceback[-2]               # our frame
                gathered(self, children)

        stand_in(_GatheringFuture.__init__, stock.__init__)
        _GatheringFuture.__module__, _GatheringFuture.__qualname__ = stock.__module__, stock.__qualname__
        tasks._GatheringFuture = _GatheringFuture
        known[_GatheringFuture] = self.encode_future

    @staticmethod
    def encode(task):
        return (v.TAG_TASK << 24, number_of(task)) if number_of(task) else None

    def encode_future(self, future):
        mine = getattr(future, '_loopscope', None)
        return (v.TAG_FUTURE << 24, mine.id) if mine is not None else None

    def all(self, loop=None):
        """Every task there is, or of one loop."""
        if hasattr(tasks, '_all_tasks'):                     # up to CPython 3.11
            return [task for task in list(tasks._all_tasks) if loop is None or task.get_loop() is loop]
        loops = [stream.state.loop for stream in self.recorder.streams if stream.state] if loop is None else [loop]
        return [task for each in loops for task in asyncio.all_tasks(each)]

    # Creation

    def stepped_by(self, callback):
        """The task whose step a callback is, or None."""
        kind = type(callback)
        if kind.__name__ == STEP_NAME:
            return callback.__self__
        if kind is BUILTIN and callback.__name__ == WAKEUP_NAME:
            return callback.__self__
        if kind is METHOD and callback.__name__ in PYTHON_STEPS and isinstance(callback.__self__, tasks._PyTask):
            return callback.__self__
        return None

    def creation(self):
        """The name that a new task is about to be given, or None, and the program's line that makes it."""
        frame = sys._getframe(2)
        name = None
        while frame is not None:
            known = self.frames.code(frame.f_code)
            if not known.is_internal:
                return name, self.frames.site(known, frame)
            if frame.f_code in self.naming:
                name = frame.f_locals.get('name')
            frame = frame.f_back
        return name, 0

    def tell_created(self, stream, task, place=None, coro=None):
        name, site = place or self.creation()
        task._ls_object = coro = coro or task.get_coro()
        code = getattr(coro, 'cr_code', None)
        known = self.frames.code(code) if code is not None else None
        task._ls_sites = known.sites if known is not None and not known.is_internal else NOWHERE
        coro = self.tell_coro(stream, coro, site)
        task._ls_id = number = self.recorder.new_future()
        task._ls_turns = 0
        task._ls_coro = coro
        task._ls_asked = False
        task._ls_name = name = task.get_name() if name is None else str(name)
        stream.emit(v.TASK_CREATED, number, self.string(name), coro, 0, site)
        return number

    def begin_eagerly(self, task, coro, name):
        """Returns the stream, who has its turn there, and whether the task is given a name; else it makes its own."""
        stream = self.recorder.here()
        self.before_effect(stream)
        found, site = self.creation()
        name = name or found
        number = self.tell_created(stream, task, (name or getattr(coro, '__name__', ''), site), coro)
        before, stream.task_id = stream.task_id, number
        return stream, before, name is not None

    def began_eagerly(self, task, began):
        if began is None:
            return
        stream, before, is_named = began
        self.recorder.output.flush(stream)
        if not is_named:
            self.renamed(task)
        wall = self.recorder.clock.look()
        if task.done():
            self.tell_done(stream, task, wall)
        else:
            self.tell_wait(stream, task, wall)
        stream.task_id = before

    def tell_coro(self, stream, coro, site):
        return self.tell_body(stream, coro, self.arguments(coro, getattr(coro, 'cr_frame', None)), site)

    def tell_again(self, stream, task):
        """In a snapshot."""
        self.tell_body(stream, task.get_coro(), (), 0, task._ls_coro)
        stream.emit(v.TASK_CREATED, task._ls_id, self.string(task._ls_name), task._ls_coro)

    def tell_body(self, stream, coro, arguments, site, number=0):
        number = number or self.recorder.new_id('coro')
        name = getattr(coro, '__name__', None) or name_of_holder(coro)
        fields = [v.CORO_CREATED | stream.loop, 0, site, number, self.string(name), len(arguments), 0]
        for index, (word, value) in enumerate(arguments):
            tag, bits = self.values.encode(value)
            fields += v.CORO_ARG | tag | stream.loop, 0, 0, number, index, self.string(word), bits
        stream.several(fields)
        return number

    def arguments(self, coro, frame):
        """Names and values of what a coroutine that has not begun was called with."""
        if frame is None or coro.cr_running or coro.cr_suspended or self.frames.code(frame.f_code).is_internal:
            return ()
        return self.given(frame)

    @staticmethod
    def given(frame):
        code = frame.f_code
        names = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
        values = frame.f_locals
        return [(name, values[name]) for name in names if name in values]

    def renamed(self, task):
        if number_of(task) and task.get_name() != task._ls_name:
            task._ls_name = task.get_name()
            self.recorder.here().emit(v.TASK_RENAMED, task._ls_id, self.string(task._ls_name))

    # Scheduling

    def schedule_step(self, stream, handle, task, args):
        """Of a task: its first step, one after a bare yield, or its wake-up."""
        future, cause = 0, v.READY_WAKEUP
        name = self.wakeup
        if task is stream.task and args:
            self.end_turn(stream)        # it awaits what is done already
        else:
            self.before_effect(stream)
        if not number_of(task):          # one that is woken was made where nobody saw it
            self.tell_created(stream, task, (None, 0) if args else None)
        if args:                         # a wake-up is given what is done
            future = self.tell_resolved(stream, args[0])
        else:
            name = self.step
            if task is stream.task:
                handle.number = self.recorder.new_handle()
                stream.yielded = handle
                self.end_turn(stream)
                return
            cause = v.READY_CREATED if not task._ls_turns else v.READY_THROW
        handle.number = number = self.recorder.new_handle()
        self.tell_ready(stream, task._ls_id, number, name, cause, future)

    @staticmethod
    def tell_ready(stream, task, handle, name, cause, future):
        stream.ready(handle, name, task, cause << 8, future)

    def before_effect(self, stream):
        """What ended a turn is told before what it causes."""
        task = stream.task
        if task is not None and (stream.yielded is not None or task.done() or self.awaits_anew(task._fut_waiter)):
            self.end_turn(stream)

    @staticmethod
    def awaits_anew(future):
        """A task whose turn has yet to begin still has what it awaited, the end of which has been told: what goes with the
        handle before it is heard of at that moment."""
        if future is None or not future.done():
            return future is not None
        mine = getattr(future, '_loopscope', None)
        return not number_of(future) and (mine is None or not mine.is_told)

    # Turns

    def begin_turn(self, stream, task, handle):
        number = task._ls_id
        if task._ls_asked and self.is_thrown_into(task):
            task._ls_asked = False
            stream.emit(v.CANCEL_DELIVERED, number)
        task._ls_turns = turns = task._ls_turns + 1
        stream.task = task
        stream.task_id = number
        stream.began = stream.emit(v.TURN | v.TAG_INT << 24, number, handle, 0, turns)

    @staticmethod
    def is_thrown_into(task):
        """A gather() that is cancelled ends by an exception."""
        waiter = task._fut_waiter
        return task._must_cancel or waiter is not None and (
            waiter.cancelled() or isinstance(getattr(waiter, '_exception', None), CancelledError))

    def end_turn(self, stream):
        self.tell_end(stream, self.recorder.clock.look())
        stream.state.end_handle(stream)

    def tell_end(self, stream, wall):
        """Tells, by a reading of the wall clock, how the turn has ended."""
        task = stream.task
        yielded, stream.yielded = stream.yielded, None
        if self.begun:
            self.recorder.output.flush(stream)
        stream.task = None
        if task.done():
            self.tell_done(stream, task, wall)
        else:
            self.tell_wait(stream, task, wall)
        if yielded is not None:
            self.tell_ready(stream, task._ls_id, yielded.number, self.step, v.READY_YIELD, 0)
        stream.task_id = 0

    def outcome(self, future):
        """How it ended, the exception's text, and the value's tag and word."""
        if future.cancelled():
            return v.OUTCOME_CANCELLED, cancelled_text(future), 0, 0
        error = future._exception        # unlike exception(), looking leaves "never retrieved" as it is
        if error is not None:
            return v.OUTCOME_EXCEPTION, exception_text(error), 0, 0
        result = future._result
        if result is None:
            return v.OUTCOME_RESULT, '', 0, 0
        tag, word = self.values.encode(result)
        return v.OUTCOME_RESULT, '', tag, word

    def tell_done(self, stream, task, wall):
        how, error, tag, word = self.outcome(task)
        task._ls_object = None
        stream.done(wall, task._ls_id, task._ls_coro, how << 8 | tag, self.string(error), word)

    def tell_suspended(self, stream, task):
        self.tell_wait(stream, task, self.recorder.clock.look())

    def tell_wait(self, stream, task, wall):
        found = self.simple_wait(task)
        if found is None:
            self.tell_wait_in(stream, task, task._fut_waiter, self.frames.chain(task.get_coro()), wall)
        elif found[0]:
            stream.meets(wall, task._ls_id, task._ls_coro, *found[1:])
        else:
            stream.awaits(wall, task._ls_id, task._ls_coro, *found[1:])

    def simple_wait(self, task):
        """Most tasks wait for a future in one coroutine of the program's, and of asyncio's own, at a line where one has
        waited before.  For them: whether the future is met for the first time, the site, the future, its kind, the wait
        and its object; else None, and what tells of any wait tells of this."""
        future, coro = task._fut_waiter, task._ls_object
        if future is None or type(coro) is not coroutine or self.wants_locals:
            return None
        site = task._ls_sites.get(coro.cr_frame.f_lasti)
        if site is None:
            return None
        inner = coro.cr_await
        wait, innermost = 0, None
        simple = self.simple
        try:
            while type(inner) is not leaf:
                innermost = simple[id(inner.cr_code)]
                wait = wait or innermost.wait
                inner = inner.cr_await
        except (KeyError, AttributeError):
            return None
        mine = getattr(future, '_loopscope', None)
        if mine is not None:
            kind = mine.kind
            return False, site, mine.id, kind << 8, (wait or WAITS[kind]) << 8, mine.object
        if type(future) is not plain_future:
            return None
        kind = wait and FUTURE_OF_WAIT.get(wait) or innermost and innermost.purpose or self.waiting.purpose(innermost)
        recorder = self.recorder
        number = recorder.next_future
        recorder.next_future = number + 1
        know(future, number, kind)
        return True, site, number, kind << 8, (wait or WAITS[kind]) << 8, 0

    def tell_wait_in(self, stream, task, future, chain, wall):
        number = task._ls_id
        if future is None:
            kind, obj, waited = v.WAIT_YIELD, 0, 0
        else:
            kind, obj, waited = self.tell_awaited(stream, number, future, chain)
        site = self.tell_frames(stream, task, chain)
        stream.mark(wall)
        stream.emit(v.TASK_SUSPENDED | kind << 8, number, obj, waited, 0, site)

    def tell_frames(self, stream, task, chain):
        """A frame for each of the program's coroutines, or else for the outermost."""
        number, coro = task._ls_id, task._ls_coro
        head = v.FRAME | stream.loop
        fields, site, depth = [], 0, 0
        for code, frame in [pair for pair in chain if not pair[0].is_internal] or chain[:1]:
            site = code.sites.get(frame.f_lasti) or self.frames.site(code, frame)
            if depth:
                fields += head | v.TAG_STRING << 24, 0, site, number, depth, 0, code.name_id
            else:
                fields += head, 0, site, number, 0, coro, 0
            if self.wants_locals:
                stream.several(fields)
                fields = []
                self.probe.locals.tell(stream, number, depth, frame)
            depth += 1
        stream.several(fields)
        return site

    # Futures

    def meet(self, stream, future, kind, obj=0, site=0, name=0):
        """Gives a future a number, and tells of it."""
        mine = know(future, self.recorder.new_future(), kind, obj)
        stream.emit(v.FUTURE_CREATED | kind << 8, mine.id, name, obj, 0, site)
        return mine

    def park(self, stream, future, kind, obj, what, value=0):
        """Who runs waits from now on, in a future of a queue or a lock."""
        mine = know(future, self.recorder.new_future(), kind, obj, stream.task_id)
        stream.parks(kind << 8, self.frames.here(4), mine.id, obj, what, mine.task, value)

    def tell_awaited(self, stream, task, future, chain):
        """Returns kind and object of the wait, and the future's number."""
        wait, frame, site = self.waiting.of(chain)
        if number_of(future):
            number, kind, obj = future._ls_id, v.FUTURE_TASK, future._ls_id
            wait = wait or v.WAIT_TASK
        else:
            mine = getattr(future, '_loopscope', None)
            if mine is None:
                purpose = FUTURE_OF_WAIT.get(wait) or self.waiting.purpose(chain[-1][0] if chain else None)
                mine = self.meet(stream, future, purpose, 0, site)
            number, kind = mine.id, mine.kind
            wait = wait or WAITS[kind]
            obj = self.waiting.object_of(stream, wait, frame, mine)
        stream.emit(v.FUTURE_AWAITED | kind << 8, number, task)
        return wait, obj, number

    def tell_resolved(self, stream, future):
        """Tells, before what it causes, that a future is done, once; returns its number."""
        if number_of(future):
            return future._ls_id
        mine = getattr(future, '_loopscope', None)
        if type(mine) is not Future:
            return 0
        if not mine.is_told and future.done():
            how, error, word = self.resolution(stream, mine, future)
            site = self.frames.here(2) if mine.kind == v.FUTURE_PLAIN else 0
            stream.emit(v.FUTURE_RESOLVED | how, mine.id, error, mine.kind, word, site)
        return mine.id

    def tell_woken(self, stream, task, future, handle):
        """The same, and that a task goes on for it."""
        mine = getattr(future, '_loopscope', None)
        if type(mine) is not Future or mine.is_told or mine.kind == v.FUTURE_PLAIN:
            number = self.tell_resolved(stream, future)
            stream.ready(handle, self.wakeup, task, v.READY_WAKEUP << 8, number)
        elif mine.kind == v.FUTURE_JOB or future._exception is not None or future.cancelled():
            how, error, word = self.resolution(stream, mine, future)
            stream.woken(mine.id, how, error, mine.kind, word, handle, self.wakeup, task)
        else:
            mine.is_told = True
            kind, result = mine.kind, future._result
            tag, word = (0, 0) if result is None else self.values.encode(result)
            what = WOKEN.get(kind)
            if what is None:
                stream.woken(mine.id, tag, 0, kind, word, handle, self.wakeup, task)
            else:
                stream.unparks(what, mine.object, mine.task, mine.id, tag, 0, kind, word, handle, self.wakeup, task)

    def resolution(self, stream, mine, future):
        """How a future has ended that is told now, the error's string, the value's word; tells who is woken first."""
        mine.is_told = True
        how, error, tag, word = self.outcome(future)
        woken(stream, mine, how)
        self.probe.outside.told(mine.kind)
        return how << 8 | tag, self.string(error) if how == v.OUTCOME_EXCEPTION else 0, word

    def gathered(self, future, children):
        stream = self.recorder.here()
        mine = self.meet(stream, future, v.FUTURE_GATHER, len(children), self.frames.here(2))
        for index, child in enumerate(children):
            number = self.number_of_future(stream, child)
            stream.emit(v.FUTURE_CHILD, mine.id, number, index)

    def number_of_future(self, stream, future):
        if number_of(future):
            return future._ls_id
        mine = getattr(future, '_loopscope', None) or self.meet(stream, future, v.FUTURE_PLAIN)
        return mine.id

    def describe_timer(self, stream, callback, args):
        """The future that a timer resolves and a name for it; 0, 0 for a timer of another kind."""
        if callback is futures._set_result_unless_cancelled and args:
            return self.meet(stream, args[0], v.FUTURE_SLEEP, 0, self.frames.here(3)).id, self.sleep
        if callback is tasks._release_waiter and args:
            return self.meet(stream, args[0], v.FUTURE_WAITER, 0, self.frames.here(3)).id, 0
        task = getattr(getattr(callback, '__self__', None), '_task', None)
        return number_of(task), 0

    # Cancelling

    def cancel_requested(self, task, message):
        stream = self.recorder.here()
        self.before_effect(stream)
        if number_of(task):
            by_debugger = task is self.by_debugger
            task._ls_asked = True
            text = self.string(str(message)) if message is not None else 0
            stream.emit(v.CANCEL_REQUESTED | by_debugger << 8, task._ls_id, text, 0, 0,
                        0 if by_debugger else self.frames.here(2))
