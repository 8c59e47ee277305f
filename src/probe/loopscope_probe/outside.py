# SPDX-License-Identifier: LGPL-2.1-or-later
"""The world outside the loop: threads that do its jobs, and child processes."""

import asyncio
import concurrent.futures
import functools
import sys
from asyncio import base_events, base_subprocess, futures, unix_events

from . import vocabulary as v


ENDS_IN_TIME = sys.version_info >= (3, 12)       # the end of a loop's executor is awaited no longer than some time


class Outside:
    """Counts what may come from outside at any time: while something may, virtual time runs as real."""

    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.n_jobs = 0
        self.children = {}               # process id: (handle, ordinal)

    def is_awaited(self, state):
        return self.n_jobs > 0 or bool(self.children) or state.n_watched > 0 or self.awaits_executor(state.loop)

    @staticmethod
    def awaits_executor(loop):
        return (ENDS_IN_TIME and getattr(loop, '_executor_shutdown_called', False) and loop._default_executor is not None
                and not hasattr(loop, '_ls_executor_ended'))

    def install(self):
        self.wrap_future = futures.wrap_future.__code__
        code = self.probe.frames.code
        code(self.wrap_future).future = v.FUTURE_JOB
        for function in (base_subprocess.BaseSubprocessTransport._wait, asyncio.subprocess.Process.communicate):
            code(function.__code__).wait = v.WAIT_CHILD
        self.hear_jobs()
        self.hear_children()
        if ENDS_IN_TIME:
            self.hear_executor()

    # Jobs

    def submitted(self, stream, mine, frame):
        """An executor has been given a job; it may have begun it already."""
        job = frame.f_locals.get('future')
        caller = frame.f_back
        function = caller.f_locals.get('func') if caller is not None else None
        self.n_jobs += 1
        stream.emit(v.JOB_SUBMITTED, mine.id, self.name_of(function), 0, 0, self.probe.frames.here(4))
        begun = getattr(job, '_ls_begun', None)
        job._ls_id = mine.id
        if begun is not None:
            stream.emit(v.JOB_STARTED, mine.id, begun)

    def name_of(self, function):
        """to_thread() wraps what it is given."""
        while type(function) is functools.partial:
            function = function.args[0] if function.args and callable(function.args[0]) else function.func
        name = getattr(function, '__name__', None)
        return self.recorder.names.string(name if type(name) is str else type(function).__name__)

    def worker(self):
        """The ordinal of the calling thread among the workers."""
        stream = self.recorder.here()
        if not stream.worker:
            stream.worker = self.recorder.new_id('worker')
        return stream.worker

    def hear_jobs(self):
        kind = concurrent.futures.Future
        begun, ended = self.probe.guard(self.begun), self.probe.guard(self.ended)
        stock_begin, stock_result, stock_error = kind.set_running_or_notify_cancel, kind.set_result, kind.set_exception

        def set_running_or_notify_cancel(job):
            runs = stock_begin(job)
            if runs:
                begun(job)
            return runs

        def set_result(job, result):
            ended(job, v.OUTCOME_RESULT)
            stock_result(job, result)

        def set_exception(job, exception):
            ended(job, v.OUTCOME_EXCEPTION)
            stock_error(job, exception)

        kind.set_running_or_notify_cancel = set_running_or_notify_cancel
        kind.set_result, kind.set_exception = set_result, set_exception

    @staticmethod
    def hear_executor():
        """The thread that waits for a loop's workers has told the loop."""
        stock = base_events.BaseEventLoop._do_shutdown

        def _do_shutdown(loop, future):
            stock(loop, future)
            loop._ls_executor_ended = True

        base_events.BaseEventLoop._do_shutdown = _do_shutdown

    def begun(self, job):
        worker = self.worker()
        number = job.__dict__.get('_ls_id', 0)
        job._ls_begun = worker
        if number:
            self.recorder.here().emit(v.JOB_STARTED, number, worker)

    def ended(self, job, how):
        number = job.__dict__.get('_ls_id', 0)
        if number:
            self.recorder.here().emit(v.JOB_DONE | how << 8, number, self.worker())

    def told(self, kind):
        """A future of a kind has been resolved on the loop's thread."""
        if kind == v.FUTURE_JOB:
            self.n_jobs -= 1

    # Children

    def hear_children(self):
        for name in ('ThreadedChildWatcher', 'PidfdChildWatcher', 'SafeChildWatcher', 'FastChildWatcher'):
            kind = getattr(unix_events, name, None) or getattr(unix_events, f'_{name}', None)        # CPython 3.14
            if kind is not None:
                self.wrap_watcher(kind)

    def wrap_watcher(self, kind):
        stock, watched = kind.add_child_handler, self.probe.guard(self.watched)

        def add_child_handler(watcher, pid, callback, *args):
            watched(pid)
            stock(watcher, pid, self.telling(callback), *args)

        kind.add_child_handler = add_child_handler

    def telling(self, callback):
        """A watcher may call it itself, as that of CPython 3.12 does, and not have the loop do it, which would tell."""
        exited = self.probe.guard(self.exited)

        @functools.wraps(callback)
        def called(pid, code, *args):
            exited(self.recorder.here(), (pid, code))
            callback(pid, code, *args)

        return called

    def watched(self, pid):
        handle, child = self.recorder.new_handle(), self.recorder.new_id('child')
        self.children[pid] = handle, child
        self.recorder.here().emit(v.CHILD_WATCHED, handle, child)

    def tell_all(self, stream):
        for handle, child in self.children.values():
            stream.emit(v.CHILD_WATCHED, handle, child)

    def exited(self, stream, args):
        """A child's end is heard of, with the process id and the exit code."""
        if len(args) >= 2 and args[0] in self.children:
            handle, child = self.children.pop(args[0])
            code = args[1]
            status = code << 8 if code >= 0 else -code
            stream.emit(v.CHILD_EXITED | v.TAG_INT << 24, handle, child, 0, status)
