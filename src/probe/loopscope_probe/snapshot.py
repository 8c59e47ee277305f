# SPDX-License-Identifier: LGPL-2.1-or-later
"""A snapshot: all that there is, told as the events that would have made it.

One stands where recording begins in the middle of a program; what there is already is adopted, so that what becomes of
it is told like that of all else.  What the program did before, and who made what, nobody can tell.  And one stands at
the beginning of each part of a trace that keeps to a limit, where all has its numbers already.
"""

from asyncio import events, futures, tasks as asyncio_tasks

from . import adopt, vocabulary as v
from .census import Census, kind_of_sync
from .generators import AWAITS, PAUSED
from .loops import name_of
from .queues import SIDES
from .syncs import Waiters
from .tasks import number_of

WAITERS = ((v.SIDE_GET, '_getters'), (v.SIDE_PUT, '_putters'))


def tell_chain(tasks, stream, task, future):
    """What a task waits for, and where it stands."""
    chain = tasks.frames.chain(task.get_coro())
    kind, obj, number = tasks.tell_awaited(stream, task._ls_id, future, chain)
    site = tasks.tell_frames(stream, task, chain)
    stream.emit(v.TASK_SUSPENDED | kind << 8, task._ls_id, obj, number, 0, site)


class Snapshot:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.tasks = probe.tasks
        self.stream = probe.recorder.here()
        self.adopted = set()
        self.waiter_of = {}              # id of a future: the task that waits for it

    def take(self):
        """To be called on the thread whose loop runs, if one does."""
        stream, census = self.stream, Census()
        before, stream.may_stop = stream.may_stop, False
        now = self.recorder.clock.now
        stream.mark(self.recorder.clock.look())
        stream.emit(v.SNAPSHOT_BEGIN)
        running = events._get_running_loop()
        loops = [loop for loop in census.loops if not loop.is_closed()]
        for loop in loops:
            self.tell_loop(loop, loop is running)
        self.of_loops = [(loop, loop._loopscope, self.all_of(loop)) for loop in loops]
        self.tell_generators(census.generators)
        self.each(self.tell_tasks)
        self.tell_futures(census.futures)
        self.tell_queues(census.queues)
        self.tell_syncs(census)
        self.each(self.tell_waiting)
        self.tell_parked(census)
        self.each(self.tell_timers)
        self.each(self.tell_ready)
        self.each(self.tell_watches)
        self.tell_outside(census.futures)
        self.each(self.tell_turn)
        stream.loop = stream.state.shifted if stream.state is not None else 0
        stream.emit(v.SNAPSHOT_END)
        if self.recorder.clock.is_virtual:
            self.recorder.clock.now = now            # what a repr() reads of it is not the program's doing
        stream.may_stop = before

    def each(self, tell):
        for loop, state, tasks in self.of_loops:
            self.stream.loop = state.shifted
            tell(loop, state, tasks)

    def all_of(self, loop):
        """Its tasks, in the order in which they were created as far as that is known."""
        tasks = [task for task in self.tasks.all(loop) if not task.done()]
        self.waiter_of.update((id(task._fut_waiter), task) for task in tasks if task._fut_waiter is not None)
        return sorted(tasks, key=adopt.order_of)

    # What there is

    def tell_loop(self, loop, is_running):
        state, clock = vars(loop).get('_loopscope'), self.recorder.clock
        if state is None:
            adopt.loop(self.probe, loop, is_running)
            self.adopted.add(loop)
            return
        state.tell(self.stream, v.LOOP_CREATED | v.TAG_STRING << 24, self.recorder.names.string(clock.kind))
        if state.is_running:
            state.tell(self.stream, v.LOOP_STARTED)
            state.tell(self.stream, v.ITERATION | v.TAG_INT << 24, state.iterations)

    def tell_generators(self, found):
        generators = self.probe.generators
        for agen in found:
            mine = generators.known(agen) or generators.adopt(agen)
            if mine is None:
                continue
            self.tasks.tell_body(self.stream, agen, (), 0, mine.id)
            if mine.state in (AWAITS, PAUSED):
                self.stream.emit(v.GENERATOR_RESUMED | mine.call << 8, mine.id, mine.asker)
            if mine.state == PAUSED:
                self.stream.emit(v.GENERATOR_PAUSED, mine.id)

    def tell_tasks(self, loop, state, tasks):
        for task in tasks:
            if number_of(task):
                self.tasks.tell_again(self.stream, task)
            else:
                self.tasks.tell_created(self.stream, task, (None, 0))
                frame = getattr(task.get_coro(), 'cr_frame', None)
                task._ls_turns = int(frame is None or frame.f_lasti > 0)

    def tell_futures(self, found):
        """Of those that are known; others are met where they are awaited."""
        for future in found:
            mine = getattr(future, '_loopscope', None)
            if mine is None or future.done():
                continue
            mine.has_children = False
            self.stream.emit(v.FUTURE_CREATED | mine.kind << 8, mine.id, 0, mine.object)
            self.tell_done(getattr(future, '_children', ()))
            for index, child in enumerate(getattr(future, '_children', ())):
                self.stream.emit(v.FUTURE_CHILD, mine.id, self.tasks.number_of_future(self.stream, child), index)

    def tell_done(self, children):
        """Tasks among them, which nobody else would tell of."""
        for task in children:
            if number_of(task) and task.done():
                self.tasks.tell_again(self.stream, task)
                how, error, tag, word = self.tasks.outcome(task)
                self.stream.emit(v.TASK_DONE | how << 8 | tag, task._ls_id, self.recorder.names.string(error), 0, word)

    def meet_waiters(self, waiters, kind, number):
        """Those from before: what they wait for is known by where they stand in line."""
        for future in waiters or ():
            if not future.done() and getattr(future, '_loopscope', None) is None:
                self.tasks.meet(self.stream, future, kind, number).task = number_of(self.waiter_of.get(id(future)))

    def tell_queues(self, found):
        for queue in found:
            mine = queue.__dict__.get('_loopscope')
            if mine is None:
                if not hasattr(queue, '_finished'):
                    continue             # it is just being made
                mine = self.probe.queues.watch(queue)
            self.probe.queues.tell_created(queue, mine)
            items = list(getattr(queue, '_queue', ()))
            for ordinal, item in zip(mine.ordinals_of(items), items):
                tag, word = self.recorder.values.encode(item)
                self.stream.emit(v.QUEUE_PUT | tag, mine.id, ordinal, queue._unfinished_tasks, word)
            self.stream.emit(v.QUEUE_TASK_DONE, mine.id, 0, queue._unfinished_tasks)
            for side, name in WAITERS:
                self.meet_waiters(getattr(queue, name), SIDES[side], mine.id)
            self.meet_waiters(queue._finished._waiters, v.FUTURE_JOINER, mine.id)

    def tell_syncs(self, census):
        syncs, parts = self.probe.syncs, census.parts()
        for sync in census.syncs:
            kind = kind_of_sync(sync)
            if '_ls_id' not in sync.__dict__:
                if id(sync) in parts or type(syncs.waiters_of(sync, kind)) in (Waiters, tuple):
                    continue             # asyncio's own, or one that is just being made
                sync.__dict__['_ls_id'] = self.recorder.new_id('sync')
                syncs.watch(sync, kind, sync._ls_id)
            syncs.tell_created(sync, kind)
            if kind == v.SYNC_LOCK and sync._locked:
                self.stream.emit(v.SYNC_ACQUIRED | v.TAG_INT << 24, sync._ls_id, sync.__dict__.get('_ls_holder', 0))
            self.meet_waiters(syncs.waiters_of(sync, kind), v.FUTURE_SYNC, sync._ls_id)

    # Who waits

    def tell_timers(self, loop, state, tasks):
        for handle in sorted(loop._scheduled):
            if handle._cancelled:
                continue
            callback, args = handle._callback, handle._args
            mine = getattr(args[0], '_loopscope', None) if args and futures.isfuture(args[0]) else None
            if mine is not None:
                future, name = mine.id, self.tasks.sleep if mine.kind == v.FUTURE_SLEEP else 0
            else:
                future, name = self.tasks.describe_timer(self.stream, callback, args or ())
            number = adopt.number_of_handle(self.probe, state, handle)
            self.stream.emit_double(v.TIMER_ARMED | v.TAG_DOUBLE << 24, number, name or name_of(callback), future,
                                    self.recorder.clock.deadline(handle._when))

    def tell_waiting(self, loop, state, tasks):
        current = asyncio_tasks.current_task(loop)
        for task in tasks:
            future = task._fut_waiter
            if future is None or future.done() or task is current:
                continue
            children = getattr(future, '_children', None)
            if children is not None and not hasattr(future, '_loopscope'):
                self.tasks.gathered(future, children)
            tell_chain(self.tasks, self.stream, task, future)
            if task._ls_asked:
                self.stream.emit(v.CANCEL_REQUESTED, task._ls_id)

    def tell_parked(self, census):
        for queue in census.queues:
            mine = queue.__dict__.get('_loopscope')
            if mine is None:
                continue
            for side, name in WAITERS:
                self.tell_line(v.QUEUE_PARKED | side << 8, mine.id, getattr(queue, name))
            self.tell_line(v.QUEUE_PARKED | v.SIDE_JOIN << 8, mine.id, queue._finished._waiters)
        for sync in census.syncs:
            if sync.__dict__.get('_ls_id', 0):
                self.tell_line(v.SYNC_PARKED, sync._ls_id, self.probe.syncs.waiters_of(sync, kind_of_sync(sync)))

    def tell_line(self, head, number, waiters):
        """Who was woken stands in line no longer."""
        for future in waiters or ():
            mine = getattr(future, '_loopscope', None)
            if mine is not None and not future.done():
                tag, word = self.item_of(future) if mine.kind == v.FUTURE_PUTTER else (0, 0)
                self.stream.emit(head | tag, number, mine.task, mine.id, word)

    def item_of(self, future):
        """What the task that waits for it wants to put."""
        task = self.waiter_of.get(id(future))
        for code, frame in self.tasks.frames.chain(task.get_coro()) if task is not None else ():
            if code.wait == v.WAIT_QUEUE_PUT:
                return self.recorder.values.encode(frame.f_locals.get('item'))
        return 0, 0

    def tell_ready(self, loop, state, tasks):
        for handle in loop._ready:
            if handle._cancelled or self.probe.descriptors.watch_of(handle) is not None:
                continue
            task = self.tasks.stepped_by(handle._callback)
            number = adopt.number_of_handle(self.probe, state, handle, task)
            if not number:
                continue
            if task is None:
                self.stream.emit(v.HANDLE_SCHEDULED, number, name_of(handle._callback))
            else:
                self.tell_ready_task(task, number, bool(handle._args))

    def tell_ready_task(self, task, number, is_woken):
        if not number_of(task):          # it is being made
            self.tasks.tell_created(self.stream, task, (None, 0))
        cause = v.READY_WAKEUP if is_woken else v.READY_YIELD if task._ls_turns else v.READY_CREATED
        name = self.tasks.wakeup if is_woken else self.tasks.step
        self.stream.emit(v.HANDLE_SCHEDULED, number, name, task._ls_id)
        self.stream.emit(v.TASK_READY | cause << 8, task._ls_id, number)

    # The world outside, and who runs

    def tell_watches(self, loop, state, tasks):
        if loop not in self.adopted:     # of which they have been told
            self.probe.descriptors.tell_all(state)

    def tell_outside(self, found):
        self.probe.outside.tell_all(self.stream)
        for future in found:
            mine = getattr(future, '_loopscope', None)
            if mine is not None and mine.kind == v.FUTURE_JOB and not future.done():
                self.stream.emit(v.JOB_SUBMITTED, mine.id)

    def tell_turn(self, loop, state, tasks):
        task = asyncio_tasks.current_task(loop) if state.is_running else None
        if task is None or not number_of(task):
            return
        if self.stream.task is task:     # the turn goes on that has been told
            self.stream.emit(v.TURN | v.TAG_INT << 24, task._ls_id, 0, 0, task._ls_turns)
        elif state.stream is self.stream:
            adopt.turn(self, state, task)
