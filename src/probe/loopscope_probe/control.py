# SPDX-License-Identifier: LGPL-2.1-or-later
"""The control page and the viewer's socket: where the program is stopped, stepped and told to cancel.

The same as src/trace/ls-debuggee.c; see "The control page" in FORMAT.md.
"""

import fcntl
import os
import select
import _socket

from . import vocabulary as v
from .clock import monotonic_ns
from .mapping import map_file
from .space import FD_FLOOR

SIZE = 4096
MAGIC = 0x4c54434c
GATE_RUN, GATE_CHECK, GATE_STOP = range(3)
STARTING, RUNNING, IN_POLL, STOPPED, ENDED = range(5)
BY_NOTHING, BY_GATE, BY_WORDS, BY_BREAKPOINT = range(4)
GRAIN_EVENT, GRAIN_STEP, GRAIN_TURN, GRAIN_ITERATION, GRAIN_TIMER, GRAIN_LINE = range(6)
SOURCE_LINES = 1                 # what a breakpoint's second word says of its range

# Words of 4 bytes.
(GATE, STOP_GRAIN, STOP_COUNT, STOP_TASK, PACE, CANCEL_TASK, N_BREAKPOINTS, GENERATION, BREAKPOINTS) = (
    2, 3, 4, 5, 8, 9, 10, 11, 12)
(STATE, RUNNING_TASK, PID, STOPPED_BY) = 460, 461, 466, 467
MAX_BREAKPOINTS = 64
# Words of 8 bytes.
(STOP_SEQ, KEPT_SINCE, STATE_SINCE, N_EVENTS, TURN_SINCE) = 3, 198, 231, 232, 234

ENDS_STEP = frozenset((
    v.TASK_READY, v.TURN, v.TASK_SUSPENDED, v.TASK_DONE, v.QUEUE_PUT, v.QUEUE_GET, v.QUEUE_TASK_DONE, v.BLOCKING,
    v.CANCEL_REQUESTED, v.OUTPUT, v.SYNC_ACQUIRED, v.SYNC_RELEASED, v.WARNING, v.EXCEPTION_HANDLER, v.LOOP_CLOSED,
    v.FD_READY, v.CHILD_EXITED, v.JOB_SUBMITTED, v.JOB_STARTED, v.JOB_DONE, v.SIGNAL, v.GENERATOR_RESUMED,
    v.GENERATOR_PAUSED))
ENDS = {
    GRAIN_TURN: frozenset((v.TASK_SUSPENDED, v.TASK_DONE)),
    GRAIN_ITERATION: frozenset((v.ITERATION,)),
    GRAIN_TIMER: frozenset((v.TIMER_FIRED,)),
    GRAIN_LINE: frozenset((v.SOURCE_LINE,)),
}


def ends(grain, head, b, value):
    """ls_record_ends(): whether an event is the last of a unit of a grain."""
    kind = head & 0xff
    if grain == GRAIN_EVENT:
        return True
    if grain != GRAIN_STEP:
        return kind in ENDS.get(grain, ())
    if kind == v.POLL:
        return value != 0 or head >> 24 == v.TAG_NONE
    if kind == v.FUTURE_RESOLVED:
        return b == v.FUTURE_PLAIN
    return kind in ENDS_STEP


def hash_path(path):
    """g_str_hash()"""
    h = 5381
    for byte in path.encode('utf-8', 'surrogateescape'):
        h = (h * 33 + (byte if byte < 128 else byte - 256)) & 0xffffffff
    return h


class Control:
    """Without a viewer the page is one that nobody writes, so that its gate is always open."""

    def __init__(self):
        self.socket = None
        self.set_page(bytearray(SIZE))
        self.clock = None
        self.names = None
        self.generation = 0
        self.flags = {}                  # site: whether a breakpoint is there
        self.lines = frozenset()         # (hash of a file's path, line) of breakpoints
        self.cancel = 0
        self.pace = 0
        self.on_stop = self.on_go = self.on_resume = self.on_lines = None

    def set_page(self, memory):
        view = memoryview(memory)
        self.words = view.cast('I')
        self.longs = view.cast('Q')

    def connect(self, page, path, clock):
        """Maps the viewer's page and connects to its socket; raises OSError."""
        fd = os.open(page, os.O_RDWR | os.O_CLOEXEC)
        try:
            memory = map_file(fd, SIZE).bytes()
        finally:
            os.close(fd)
        view = memoryview(memory).cast('I')
        if view[0] != MAGIC or view[1] != 1:
            raise OSError(f'cannot use the control page “{page}”')
        self.socket = self.open_high()
        self.identity = self.identify()
        self.socket.connect(path)
        self.socket.setblocking(False)
        self.set_page(memory)
        self.clock = clock
        self.words[PID] = os.getpid()
        self.set_state(RUNNING, monotonic_ns())

    @staticmethod
    def open_high():
        """Out of the way of the program's own small descriptors."""
        low = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC)
        try:
            high = fcntl.fcntl(low.fileno(), fcntl.F_DUPFD_CLOEXEC, FD_FLOOR)
        except OSError:
            return low
        low.close()
        return _socket.socket(fileno=high)

    def identify(self):
        status = os.fstat(self.socket.fileno())
        return status.st_dev, status.st_ino

    def is_ours(self):
        """The program may have closed our descriptor, and another may have its number since."""
        try:
            return self.identify() == self.identity
        except OSError:
            return False

    def fileno(self):
        return self.socket.fileno() if self.socket is not None else -1

    def has_viewer(self):
        return self.socket is not None

    def set_state(self, state, now):
        if self.words[STATE] != state:
            self.longs[STATE_SINCE] = now
            self.words[STATE] = state

    def set_turn(self, task, since, now):
        """Whose turn it is, and since when, by the real clock, the handle runs; 0: none does."""
        self.longs[TURN_SINCE] = since
        if self.words[RUNNING_TASK] != task:
            self.longs[STATE_SINCE] = now
            self.words[RUNNING_TASK] = task

    def leave(self):
        """Nobody is there any more who could let the program go on."""
        self.let_go()
        self.words[GATE] = GATE_RUN

    def let_go(self):
        """Closes what is still ours."""
        if self.socket is not None:
            is_ours = self.is_ours()
            fd = self.socket.detach()
            self.socket = None
            if is_ours:
                os.close(fd)

    def end(self):
        now = monotonic_ns()
        self.set_turn(0, 0, now)
        self.set_state(ENDED, now)
        self.leave()

    def abandon(self):
        """For a forked child: lets go of what is the parent's, without a word to the viewer."""
        self.let_go()
        self.set_page(bytearray(SIZE))

    # Breakpoints

    def read_breakpoints(self):
        """Takes the lines of breakpoints from the page, after they changed."""
        words, longs = self.words, self.longs
        self.generation = words[GENERATION]
        self.flags.clear()
        lines = set()
        for i in range(min(words[N_BREAKPOINTS], MAX_BREAKPOINTS)):
            at = BREAKPOINTS + 6 * i
            if words[at + 1] == SOURCE_LINES:
                first = longs[at // 2 + 1]
                lines.update((words[at], line) for line in range(first, min(longs[at // 2 + 2], first + 1000)))
        self.lines = frozenset(lines)
        if self.on_lines is not None:
            self.on_lines()

    def at_breakpoint(self, site):
        """Whether the place of an event has one; each is looked up once, and again after a change."""
        if not site or not self.lines:
            return False
        flag = self.flags.get(site)
        if flag is None:
            file, line = self.names.places[site]
            flag = self.flags[site] = (hash_path(file), line) in self.lines
        return flag

    # Stopping

    def words_say_stop(self, head, subject, b, value, seq):
        words = self.words
        count = words[STOP_COUNT]
        if count and ends(words[STOP_GRAIN], head, b, value):
            words[STOP_COUNT] = count - 1
            if count == 1:
                return True
        if head & 0xff == v.TURN and subject == words[STOP_TASK] != 0:
            return True
        until = self.longs[STOP_SEQ]
        return until != 0 and seq + 1 >= until

    def check(self, head, subject, b, value, site, seq):
        """Stops here, after an event, if that is wanted, until it is no longer."""
        words = self.words
        why = BY_NOTHING
        if not self.has_viewer():
            words[GATE] = GATE_RUN
            return
        if words[GENERATION] != self.generation:
            self.read_breakpoints()
        if words[GATE] == GATE_STOP:
            why = BY_GATE
        elif self.words_say_stop(head, subject, b, value, seq):
            why = BY_WORDS
        elif head & 0xff == v.SOURCE_LINE and self.at_breakpoint(site):
            why = BY_BREAKPOINT
        if why in (BY_WORDS, BY_BREAKPOINT):
            if words[GATE] != GATE_CHECK:        # the viewer has just spoken
                return
            words[GATE] = GATE_STOP
        if why:
            self.stop(why, head)

    def stop(self, why, head):
        words, longs = self.words, self.longs
        before = words[STATE]
        start = monotonic_ns()
        if self.on_stop is not None:
            self.on_stop(head)
        words[STOPPED_BY] = why
        self.set_state(STOPPED, monotonic_ns())      # all that is to be seen of it is told
        self.wait_for_viewer()
        if words[GENERATION] != self.generation:
            self.read_breakpoints()
        elif self.on_go is not None:
            self.on_go()
        end = monotonic_ns()
        words[STOPPED_BY] = BY_NOTHING
        self.set_state(before, end)
        if longs[TURN_SINCE]:                    # having stood still is not having run
            longs[TURN_SINCE] += end - start
        self.clock.stopped += end - start
        if self.on_resume is not None:
            self.on_resume(end - start)

    def wait_for_viewer(self):
        """Signals arrive here as anywhere; their handlers run, and we go on standing still."""
        while self.socket is not None and self.words[GATE] == GATE_STOP:
            poll = select.poll()
            poll.register(self.fileno(), select.POLLIN)
            poll.poll()
            self.drain()
            self.take_requests()

    def drain(self):
        """Takes what the viewer sent: bytes that mean "look at the page"."""
        if self.socket is not None and not self.is_ours():
            self.leave()
        try:
            while self.socket is not None:
                if not self.socket.recv(256):
                    self.leave()
        except BlockingIOError:
            pass
        except OSError:
            self.leave()

    def take_requests(self):
        if not self.cancel:
            self.cancel = self.words[CANCEL_TASK]
            self.words[CANCEL_TASK] = 0

    def serve(self):
        """In the loop's poll, when there is something to hear: stops there if asked; returns a task to be cancelled or 0."""
        if not self.has_viewer():
            return 0
        self.drain()
        self.take_requests()
        if self.words[GENERATION] != self.generation:
            self.read_breakpoints()
        if self.words[GATE] == GATE_STOP:
            self.stop(BY_GATE, 0)
        pace = self.words[PACE]
        if pace != self.pace:
            self.pace = pace
            self.clock.set_pace(pace / 1000 if pace else 1.0)
        task, self.cancel = self.cancel, 0
        return task
