#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CPython's asyncio does with a program, happening by happening.

    oracle.py PROGRAM [ARGS...]    executes a Python program on the stock asyncio in virtual time and prints its record
    oracle.py --from-dump FILE     prints the same record made from a trace, by "loopscope dump --json" ("-": from stdin)

    -o FILE        writes the record there; the program's own output then goes to stdout
    --serve        executes PROGRAM again and again, each time in a process forked off this one: a line of stdin has
                   the arguments, and is answered by a line with the exit code and the record, both JSON

THE RECORD is a line a happening.  Handles, timers among them, are numbered from 1 in the order in which they are
scheduled or armed; tasks go by name; times are whole nanoseconds, deadlines and timeouts Python's repr of the double.

    loop N created|started|stopped|closed
    iteration N                             begins; counted over the loop's whole life
    poll SECONDS|forever                    the timeout asked of the selector
    polled NS                               loop time that passed in it
    task NAME created CORO                  CORO: the coroutine function's name
    task NAME renamed NAME                  later than by the call that created it
    task NAME turn N                        is resumed, for the N-th time
    task NAME suspended WAIT                WAIT: yield, sleep, future, task NAME, gather, queue-get and so on
    task NAME done result VALUE             VALUE as Python's repr, or "list of N"
    task NAME done exception TYPE[: TEXT]
    task NAME done cancelled
    task NAME cancel [MESSAGE]              cancel() was called while it was not done
    handle H scheduled WHAT                 by call_soon()
    handle H run
    handle H cancelled                      before it ran; a timer too
    timer H armed DEADLINE WHAT             by call_at() or call_later()
    timer H fired                           moved to the ready queue
    blocking SECONDS                        time.sleep()
    output NAME TEXT                        one line written to stdout while NAME runs ("-": no task), as Python's repr
    warning CATEGORY: TEXT
    exception-handler MESSAGE[: TYPE[: TEXT]]    the loop's exception handler is called, before the loop is closed

WHAT is "step of NAME", "wakeup of NAME" (a step because what NAME awaits is done), "sleep of NAME" or the function's
name without leading underscores.  A task is *created* before its first step is scheduled.  What ends a turn comes
before what it causes: a task is *done* before its callbacks are scheduled, and *suspended* before the step is scheduled
that ends a bare yield.

VIRTUAL TIME begins at 0, is a count of ns, and moves on by 1 ns at each reading of the loop's clock (the reading gives
the time after it), by the poll's timeout rounded up to a millisecond when nothing is ready, and by time.sleep().  Where
asyncio iterates a set of tasks the oracle gives it their order of creation, wait() and as_completed() the order of
their arguments, and shutdown_asyncgens() the order in which the generators were first asked.  Addresses are left out.
"""

import argparse
import asyncio
import collections.abc
import functools
import gc
import inspect
import io
import json
import logging
import math
import os
import re
import runpy
import selectors
import signal
import sys
import tempfile
import time
import traceback
import warnings
import weakref
from asyncio import events, futures, queues, taskgroups, tasks

sys.dont_write_bytecode = True
import dumprecord  # noqa: E402

WRAPPED_STEP = 'TaskStepMethWrapper'     # the type of the callback that a C task gives call_soon() for a plain step
WRAPPED_WAKEUP = 'task_wakeup'           # the name of the builtin it adds to the future it awaits


class Deadlock(Exception):
    """Nothing is ready, no timer is armed, and nothing outside the program will come."""


class Recorder:
    """Holds the lines, the virtual clock, and whose turn it is."""

    def __init__(self):
        self.lines = []
        self.now = 0
        self.interrupt_at = None         # ns: when Ctrl-C comes
        self.loops = 0
        self.handles = 0
        self.turns = weakref.WeakKeyDictionary()
        self.newest = None               # the task created last, until any task runs
        self.running = None              # the task whose turn it is, until its end has been told
        self.writing = None              # the task whose turn it is, until the turn's very end

    def say(self, *words):
        self.lines.append(' '.join(str(word) for word in words))

    def read_clock(self):
        self.now += 1
        return self.now / 1e9

    def sleep(self, seconds):
        self.say('blocking', repr(float(seconds)))
        self.now += round(seconds * 1e9)

    # Tasks

    def meet(self, task):
        """Tells of a task's creation the first time its step is scheduled."""
        if task not in self.turns:
            self.turns[task] = 0
            self.newest = task
            self.say('task', task.get_name(), 'created', name_of(task.get_coro()))

    def rename(self, task, name):
        """asyncio.create_task() in 3.11 names a task after its first step is scheduled: told as if before."""
        old = task.get_name()
        if self.newest is task and self.lines[-1].endswith(f' scheduled step of {old}'):
            self.lines[-2] = f'task {name} created {name_of(task.get_coro())}'
            self.lines[-1] = self.lines[-1].removesuffix(old) + name
        else:
            self.say('task', old, 'renamed', name)

    def begin_turn(self, task):
        self.running = self.writing = task
        self.newest = None
        self.turns[task] += 1
        self.say('task', task.get_name(), 'turn', self.turns[task])

    def end_turn(self):
        """Tells how the current turn ended, once."""
        task, self.running = self.running, None
        if task is None:
            return
        if task.cancelled():
            self.say('task', task.get_name(), 'done cancelled')
        elif task.done():
            self.say('task', task.get_name(), 'done', outcome(task))
        else:
            self.say('task', task.get_name(), 'suspended', wait_of(task))

    def before_effect(self, callback=None):
        """What ended the turn is told before what it causes: a handle scheduled, a task cancelled."""
        task = self.running
        if task is not None and (task.done() or task._fut_waiter is not None or task is stepped_by(callback)):
            self.end_turn()


def exception_of(exception):
    text = str(exception)
    return type(exception).__name__ + (f': {text}' if text else '')


def name_of(coro):
    """The name of a task's coroutine; what anext() and its like return has none, and is told by what it holds."""
    name = getattr(coro, '__name__', None) or type(coro).__name__
    if name == 'async_generator_asend':
        name = 'asend' if len(gc.get_referents(coro)) > 1 else 'anext'
    elif name == 'async_generator_athrow':
        name = 'athrow' if len(gc.get_referents(coro)) > 1 else 'aclose'
    return name


def without_addresses(text):
    return re.sub(' at 0x[0-9a-f]+', ' at 0x...', text)


def value_of(result):
    return f'list of {len(result)}' if isinstance(result, list) else repr(result)


def outcome(task):
    exception = task._exception          # unlike exception(), looking leaves "never retrieved" as it is
    if exception is None:
        return f'result {value_of(task._result)}'
    return f'exception {exception_of(exception)}'


def stepped_by(callback):
    """The task whose step @callback is, or None."""
    if type(callback).__name__ == WRAPPED_STEP or getattr(callback, '__name__', '') == WRAPPED_WAKEUP:
        return callback.__self__
    return None


def is_own(callback):
    """Whether it does nothing but wake the loop, as Ctrl-C does: that is CPython's business."""
    return getattr(callback, '__module__', '') == 'asyncio.runners'


def describe(callback, args):
    if type(callback).__name__ == WRAPPED_STEP:
        return f'step of {callback.__self__.get_name()}'
    task = stepped_by(callback)
    if task is not None:
        return f'wakeup of {task.get_name()}'
    if callback is futures._set_result_unless_cancelled:
        return f'sleep of {tasks.current_task().get_name()}'
    while isinstance(callback, functools.partial):
        callback = callback.func
    return callback.__name__.strip('_<>')


# What a suspended task waits for, by the outermost of asyncio's own coroutines that it is in.
WAITS = {
    tasks.sleep: 'sleep',
    tasks.wait: 'wait',
    tasks.wait_for: 'wait-for',
    queues.Queue.put: 'queue-put',
    queues.Queue.get: 'queue-get',
    queues.Queue.join: 'queue-join',
    asyncio.Lock.acquire: 'lock',
    asyncio.Event.wait: 'event',
    asyncio.Condition.wait: 'condition',
    asyncio.Semaphore.acquire: 'semaphore',
    asyncio.Barrier.wait: 'barrier',
    asyncio.TaskGroup.__aexit__: 'group',
}
WAITS_BY_CODE = {function.__code__: word for function, word in WAITS.items()}


HOLDERS = {'async_generator_asend', 'async_generator_athrow', 'coroutine_wrapper'}


def awaited_by(waiting):
    """What a suspended coroutine, generator or awaitable awaits in turn, or None."""
    if type(waiting).__name__ in HOLDERS:
        return gc.get_referents(waiting)[0]
    for name in 'cr_await', 'ag_await', 'gi_yieldfrom':
        if hasattr(waiting, name):
            return getattr(waiting, name)
    return None


def await_chain(coro):
    """The code objects of a suspended coroutine and all that it awaits, outermost first."""
    while coro is not None:
        if hasattr(coro, 'cr_code'):
            if coro.cr_code is not tasks.wait_for.__code__ or coro.cr_frame.f_locals['timeout'] is not None:
                yield coro.cr_code       # a wait_for() without a timeout is a plain await
        coro = awaited_by(coro)


def is_shield(future):
    return any(getattr(callback, '__qualname__', '').startswith('shield.') and '_outer' in callback.__name__
               for callback, context in future._callbacks or [])


def wait_of(task):
    future = task._fut_waiter
    if future is None:
        return 'yield'
    chain = list(await_chain(task.get_coro()))
    for code in chain:
        if code is asyncio.Condition.wait.__code__ and asyncio.Lock.acquire.__code__ in chain:
            continue                     # it has been notified, and wants the lock again
        if code in WAITS_BY_CODE:
            return WAITS_BY_CODE[code]
    if isinstance(future, asyncio.Task):
        return f'task {future.get_name()}'
    if isinstance(future, tasks._GatheringFuture):
        return 'gather'
    return 'shield' if is_shield(future) else 'future'


# The hooks.  `record` is the one recorder of the process.

record = Recorder()


class Ready(collections.deque):
    """The ready queue; only the loop itself appends timers to it."""

    def append(self, handle):
        if isinstance(handle, events.TimerHandle) and not handle._cancelled:
            record.say('timer', handle.ordinal, 'fired')
        super().append(handle)


def ran(handle):
    """Runs a handle, a turn if it is a task's step."""
    if handle.ordinal:
        record.say('handle', handle.ordinal, 'run')
    handle.has_run = True
    task = stepped_by(handle._callback)
    if task is not None:
        record.begin_turn(task)
    try:
        handle.original_run()
    finally:
        record.end_turn()
        record.writing = None


def cancelled(handle):
    if handle.ordinal and not handle._cancelled and not handle.has_run:
        record.say('handle', handle.ordinal, 'cancelled')
    handle.original_cancel()


class Recorded:
    """What Handle and TimerHandle are given on top: a number, and the hooks of _run() and cancel()."""

    def __init__(self, *args, **kwargs):
        self.ordinal = 0                 # 0: a reader's, never scheduled by call_soon() or call_at()
        self.has_run = False
        super().__init__(*args, **kwargs)

    def number(self):
        record.handles += 1
        self.ordinal = record.handles


class Handle(Recorded, events.Handle):
    original_run, original_cancel = events.Handle._run, events.Handle.cancel
    _run, cancel = ran, cancelled


class TimerHandle(Recorded, events.TimerHandle):
    original_run, original_cancel = events.TimerHandle._run, events.TimerHandle.cancel
    _run, cancel = ran, cancelled


class Task(asyncio.Task):
    """CPython's C task; only cancel() and set_name() are heard."""

    def set_name(self, name):
        record.rename(self, str(name))
        super().set_name(name)

    def cancel(self, msg=None):
        if not self.done():
            record.before_effect()
            record.say('task', self.get_name(), 'cancel', *([] if msg is None else [msg]))
        return super().cancel(msg)


class Selector(selectors.DefaultSelector):
    """Never waits for a time: the time comes to it."""

    def select(self, timeout=None):
        record.say('poll', 'forever' if timeout is None else repr(float(timeout)))
        before = record.now
        ready = super().select(0)
        if not ready:
            record.now += self.wait(None if timeout is None else math.ceil(timeout * 1e3) * 1_000_000)
        record.say('polled', record.now - before)
        if record.interrupt_at is not None and record.now >= record.interrupt_at and timeout != 0:
            record.interrupt_at = None
            signal.raise_signal(signal.SIGINT)
        return ready

    @staticmethod
    def wait(limit):
        """How many ns the wait takes: no longer than until Ctrl-C comes."""
        if record.interrupt_at is not None and limit != 0:
            left = max(record.interrupt_at - record.now, 1)
            return left if limit is None else min(limit, left)
        if limit is None:
            raise Deadlock('nothing is ready and no timer is armed')
        return limit


class Asyncgens(weakref.WeakKeyDictionary):
    """The generators that a loop knows, in the order in which they were first asked."""

    def add(self, generator):
        self[generator] = None

    def discard(self, generator):
        self.pop(generator, None)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(Selector())
        record.loops += 1
        self._number = record.loops
        self._iterations = 0
        self._ready = Ready()
        self._asyncgens = Asyncgens()
        record.say('loop', self._number, 'created')

    def time(self):
        return record.read_clock()

    def run_forever(self):
        record.say('loop', self._number, 'started')
        try:
            super().run_forever()
        finally:
            record.say('loop', self._number, 'stopped')

    def close(self):
        if not self.is_closed():
            record.say('loop', self._number, 'closed')
        super().close()

    def _run_once(self):
        self._iterations += 1
        record.say('iteration', self._iterations)
        super()._run_once()

    def _call_soon(self, callback, args, context):
        record.before_effect(callback)
        task = stepped_by(callback)
        if task is not None:
            record.meet(task)
        handle = super()._call_soon(callback, args, context)
        if is_own(callback):
            return handle
        handle.number()
        record.say('handle', handle.ordinal, 'scheduled', describe(callback, args))
        return handle

    def call_at(self, when, callback, *args, context=None):
        handle = super().call_at(when, callback, *args, context=context)
        handle.number()
        record.say('timer', handle.ordinal, 'armed', repr(float(when)), describe(callback, args))
        return handle

    def call_exception_handler(self, context):
        exception = context.get('exception')
        if not self.is_closed():
            message = without_places(without_addresses(context['message']))
            record.say('exception-handler', message + (f': {exception_of(exception)}' if exception is not None else ''))
        super().call_exception_handler(context)


class Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Loop


class InOrder(set):
    """A set of tasks that is walked in the order of their creation."""

    def __iter__(self):
        return iter(sorted(set.__iter__(self), key=list(record.turns).index))


class Ordered(collections.abc.MutableSet):
    """What wait() and as_completed() make of what they are given: a set in the order of insertion."""

    def __init__(self, items=()):
        self.items = dict.fromkeys(items)

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(list(self.items))

    def __len__(self):
        return len(self.items)

    def add(self, item):
        self.items[item] = None

    def discard(self, item):
        self.items.pop(item, None)


def put_sets_in_order():
    """TaskGroup's too; as_completed() has a set comprehension besides, which becomes a call."""
    source = inspect.getsource(tasks.as_completed)
    comprehension = '{ensure_future(f, loop=loop) for f in set(fs)}'
    assert comprehension in source
    tasks.set = taskgroups.set = Ordered
    exec(source.replace(comprehension, f'set({comprehension[1:-1]})'), vars(tasks))
    asyncio.as_completed = tasks.as_completed
    for code in tasks.as_completed.__code__.co_consts:
        if getattr(code, 'co_name', '') == '_wait_for_one':
            WAITS_BY_CODE[code] = 'wait'


class Output(io.TextIOBase):
    """Standard output, by line, with the task that writes it."""

    def __init__(self, passed_to):
        self.rest = ''
        self.passed_to = passed_to

    def write(self, text):
        *lines, self.rest = (self.rest + text).split('\n')
        for line in lines:
            name = record.writing.get_name() if record.writing else '-'
            record.say('output', name, repr(line))
            if self.passed_to:
                self.passed_to.write(line + '\n')
        return len(text)


def show_warning(message, category, *place):
    record.say('warning', f'{category.__name__}: {message}')
    original_show_warning(message, category, *place)


original_show_warning = warnings.showwarning


def without_places(text):
    """What asyncio says of a task or callback, less what only CPython knows: where it stands, and who waits for it."""
    text = re.sub(r'(, defined| running| created)? at [^ >]+:\d+', '', text)
    return re.sub(r' cb=\[[^]]*\]| wait_for=<[^<>]*(<[^<>]*>[^<>]*)*>', '', text)


def tell_logged(logged):
    """A filter of asyncio's log that lets all pass: a warning of its own, as of a slow callback, is told."""
    if logged.levelno == logging.WARNING:
        record.say('warning', f'asyncio: {without_places(logged.getMessage())}')
    return True


def install(stock_task):
    """Puts the hooks where the pure Python half of asyncio looks things up."""
    all_tasks = tasks.all_tasks
    events.Handle, events.TimerHandle = Handle, TimerHandle
    if not stock_task:
        tasks.Task = Task
    tasks.all_tasks = lambda loop=None: InOrder(all_tasks(loop))
    put_sets_in_order()
    asyncio.set_event_loop_policy(Policy())
    time.sleep = record.sleep
    warnings.showwarning = show_warning
    logging.getLogger('asyncio').addFilter(tell_logged)
    gc.disable()                         # what is in a cycle would be complained about at any moment
    time.monotonic = time.perf_counter = record.read_clock


def execute(program, arguments, passed_to):
    """Executes a Python program with the hooks in place; returns its exit code."""
    sys.argv = [program, *arguments]
    stdout, sys.stdout = sys.stdout, Output(passed_to)
    try:
        runpy.run_path(program, run_name='__main__')
    except SystemExit as end:
        return end.code
    except Exception:
        traceback.print_exc()
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        sys.stdout = stdout
    return 0


def serve(program):
    """Saves the start of Python and of asyncio where one program is executed with many arguments."""
    for line in sys.stdin:
        with tempfile.TemporaryFile('w+') as answer:
            child = os.fork()
            if child == 0:
                code = execute(program, json.loads(line), None)
                json.dump([code, '\n'.join([*record.lines, ''])], answer)
                answer.flush()
                os._exit(0)
            os.waitpid(child, 0)
            answer.seek(0)
            print(answer.read() or '[-1, ""]', flush=True)


def main():
    parser = argparse.ArgumentParser(prog='oracle.py', description=__doc__.split('\n')[0])
    parser.add_argument('-o', metavar='FILE', type=argparse.FileType('w'),
                        help='write the record there, and let the program write to stdout')
    parser.add_argument('--stock-task', action='store_true',
                        help="leave asyncio's Task as it is: cancel() and set_name() are not heard then")
    parser.add_argument('--interrupt-at', metavar='SECONDS', type=float,
                        help='send Ctrl-C at this loop time: the wait in which it falls ends there')
    parser.add_argument('--from-dump', action='store_true', help='PROGRAM is the JSON dump of a trace')
    parser.add_argument('--serve', action='store_true', help='execute PROGRAM for each line of stdin: its arguments')
    parser.add_argument('program', metavar='PROGRAM')
    parser.add_argument('arguments', metavar='ARGS', nargs=argparse.REMAINDER)
    options = parser.parse_args()

    if options.from_dump:
        with open(options.program if options.program != '-' else 0) as dump:
            print(dumprecord.record_of(dump.read()), end='', file=options.o or sys.stdout)
        return
    if options.interrupt_at is not None:
        record.interrupt_at = int(options.interrupt_at * 1e9)
    install(options.stock_task)
    if options.serve:
        serve(options.program)
        return
    code = execute(options.program, options.arguments, sys.stdout if options.o else None)
    print(*record.lines, sep='\n', file=options.o or sys.stdout)
    sys.exit(code)


if __name__ == '__main__':
    main()
