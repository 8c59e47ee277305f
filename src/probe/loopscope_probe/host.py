# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that records of its own accord: viewers find it by its entry in the runtime folder, come and go.

The same as src/trace/ls-rendezvous.c, ls-entry.c and the host of ls-debuggee.c; see "Programs on their own" in FORMAT.md.
"""

import fcntl
import os
import select
import stat
import sys
import time
import _socket

from .clock import monotonic_ns
from .control import FD_FLOOR, GATE, GATE_RUN, MAGIC, PACE, PID, RUNNING, SIZE, Control
from .mapping import map_file

CREDENTIALS = 12                 # bytes of a struct ucred: process, user, group
ESCAPES = {'\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r'}


def cache_folder():
    return os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')


def new_trace(name):
    """Where the trace goes if nobody says."""
    folder = os.path.join(cache_folder(), 'loopscope')
    os.makedirs(folder, 0o700, exist_ok=True)
    return os.path.join(folder, f'{os.path.basename(name)}-{time.strftime("%Y%m%d-%H%M%S")}-{os.getpid()}.looptrace')


def runtime_folder(folder=None):
    """That one, or else the environment's.  Raises OSError where it would not be the user's alone."""
    folder = folder or os.path.join(os.environ.get('XDG_RUNTIME_DIR') or cache_folder(), 'loopscope')
    os.makedirs(folder, 0o700, exist_ok=True)
    status = os.lstat(folder)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o77:
        raise PermissionError(f'cannot use the folder “{folder}”: it is open to others')
    return folder


def start_of_process():
    """Clock ticks after the machine's start."""
    with open('/proc/self/stat', 'rb') as file:
        return int(file.read().rpartition(b')')[2].split()[19])


def escape(text):
    """As a value of a key file."""
    value = ''.join(ESCAPES.get(letter, letter) for letter in text)
    return '\\s' + value[1:] if value.startswith(' ') else value


def identify(descriptor):
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino


class Host(Control):
    """There is a page from the beginning, and a viewer when one comes."""

    def __init__(self, folder=None):
        super().__init__()
        self.folder = folder
        self.listener = self.listener_identity = self.watch = self.lost = None
        self.paths = []

    def receive(self, runtime, command, trace):
        """Makes page, socket and entry; raises OSError."""
        folder = runtime_folder(self.folder)
        base = os.path.join(folder, str(os.getpid()))
        entry, page, path = self.paths = [base + '.entry', base + '.control', base + '.socket']
        self.remove_files()              # what another process of this id may have left
        try:
            self.make_page(page)
            self.listen(path)
            self.write_entry(entry, runtime, command, trace)
            self.paths += base + '.py', base + '.said'           # by which viewers may have had it begin
        except OSError:
            self.stop_listening()
            raise

    def make_page(self, path):
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(fd, 0, SIZE)
            memory = map_file(fd, SIZE).bytes()
        finally:
            os.close(fd)
        self.set_page(memory)
        self.words[0], self.words[1] = MAGIC, 1
        self.words[PID] = os.getpid()
        self.set_state(RUNNING, monotonic_ns())

    def listen(self, path):
        self.listener = self.open_high()
        self.listener_identity = identify(self.listener.fileno())
        self.listener.bind(path)
        os.chmod(path, 0o600)
        self.listener.listen(16)
        self.listener.setblocking(False)
        low = select.epoll()
        self.watch = select.epoll.fromfd(fcntl.fcntl(low.fileno(), fcntl.F_DUPFD_CLOEXEC, FD_FLOOR))
        low.close()
        self.watch.register(self.listener.fileno(), select.EPOLLIN)

    def write_entry(self, path, runtime, command, trace):
        lines = (('Started', str(start_of_process())), ('Runtime', runtime), ('Command', command),
                 ('Trace', os.path.abspath(trace)))
        text = '[Program]\n' + ''.join(f'{key}={escape(value)}\n' for key, value in lines)
        new = path + '.new'
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(fd, text.encode('utf-8', 'replace'))
        finally:
            os.close(fd)
        os.rename(new, path)             # whoever looks sees all of it

    def remove_files(self):
        for path in self.paths:
            try:
                os.unlink(path)
            except OSError:
                pass

    def fileno(self):
        return self.watch.fileno() if self.watch is not None else -1

    # Viewers

    def accept(self):
        """Viewers claim the page before they come: the latest is the one, whoever was there before has left."""
        while self.listener is not None:
            try:
                if not self.is_listening():
                    raise OSError
                fd, _ = self.listener._accept()
                self.welcome(_socket.socket(fileno=fd))
            except BlockingIOError:
                return
            except OSError:
                self.lose()
                return

    def welcome(self, sock):
        """Turns away who is of another user."""
        credentials = sock.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, CREDENTIALS)
        if int.from_bytes(credentials[4:8], sys.byteorder) != os.getuid():
            sock.close()
            return
        self.let_go()
        sock.setblocking(False)
        self.watch.register(sock.fileno(), select.EPOLLIN)
        self.socket = sock
        self.identity = self.identify()

    def has_viewer(self):
        if self.socket is None:
            self.accept()
        return self.socket is not None

    def leave(self):
        """The next viewer may have come; else what the last one wished for ends."""
        self.let_go()
        self.accept()
        if self.socket is None:
            self.words[PACE] = 0
            self.words[GATE] = GATE_RUN

    def drain(self):
        super().drain()
        self.accept()

    # The end

    def is_listening(self):
        """The program may have closed our descriptor, and another may have its number since."""
        try:
            return self.listener is not None and identify(self.listener.fileno()) == self.listener_identity
        except OSError:
            return False

    def lose(self):
        """The program closed descriptors of ours, which may be others of its own now: nobody can come any more."""
        self.forget_listener()
        self.remove_files()

    def forget_listener(self):
        self.listener.detach()
        self.lost, self.listener, self.watch = self.watch, None, None

    def stop_listening(self):
        if self.is_listening():
            self.listener.close()
            self.listener = None
        elif self.listener is not None:
            self.forget_listener()
        self.remove_files()

    def end(self):
        self.stop_listening()
        super().end()

    def abandon(self):
        super().abandon()
        if self.is_listening():
            self.listener.close()
            self.watch.close()
            self.listener = self.watch = None
        elif self.listener is not None:
            self.forget_listener()
