# SPDX-License-Identifier: LGPL-2.1-or-later
"""The trace file and its blocks: see "The file" in src/trace/FORMAT.md.

Every word that others look at is stored through a memoryview of machine words: one store, never torn.  Where space is
missing, or the file is no longer ours, blocks lie in memory that nobody sees, so that writers need not care.
"""

import binascii
import fcntl
import mmap
import os
import sys
import _thread

from .mapping import map_file

BLOCK = 65536
HEADER = 64
MAGIC = 0x4b42534c
EVENTS, NAMES, MEASURES, PROCESS, RESOLUTIONS, TEXTS = 1, 2, 3, 4, 5, 6
SEALED, BY_CRC = 1, 2

FD_FLOOR = 200                  # descriptors below this are those that programs close by number
STEP_MIN, STEP_MAX = 16 * BLOCK, 256 * BLOCK
MADV_POPULATE_WRITE = 23        # from Linux 5.14 on; without it the pages come one by one


class Block:
    """A mapped block: its bytes, and the same as words of 4 and of 8 bytes."""

    __slots__ = ('memory', 'words', 'longs', 'number')

    def __init__(self, memory, number):
        self.memory = memory
        view = memoryview(memory)
        self.words = view.cast('I')
        self.longs = view.cast('Q')
        self.number = number     # in the file; -1: in memory that nobody sees

    def begin(self, kind, thread):
        """Makes it a block of a kind; the magic comes last."""
        self.words[1] = kind
        self.words[2] = thread
        self.words[3] = HEADER
        self.words[0] = MAGIC

    def seal(self, last=0):
        """Says that nothing will be added."""
        words, longs = self.words, self.longs
        longs[4] = last
        flags = words[1] | (SEALED | BY_CRC) << 16
        head = bytearray(self.memory[:HEADER])
        head[4:8] = flags.to_bytes(4, sys.byteorder)
        longs[5] = binascii.crc32(memoryview(self.memory)[HEADER:words[3]], binascii.crc32(head))
        words[1] = flags


class Space:
    """The file, which grows by blocks.  Raises OSError only when it is opened."""

    def __init__(self, path, ration):
        self.path = os.path.abspath(path)
        self.size = 0
        self.n_blocks = 0
        self.ration = ration
        self.is_full = False
        self.lock = _thread.RLock()      # a signal's handler may come to write while its thread takes a block
        self.fd = self.open_high(os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        status = os.fstat(self.fd)
        self.identity = status.st_dev, status.st_ino
        self.take_space(STEP_MIN)
        self.header = self.map(0)
        self.n_blocks = 1
        words = self.header.words
        words[2], words[3], words[4] = 1, BLOCK, 32
        self.header.longs[0] = int.from_bytes(b'LSTRACE\n', sys.byteorder)

    def open_high(self, flags):
        """Out of the way of the program's own small descriptors, if the limit on them allows it."""
        low = os.open(self.path, flags | os.O_CLOEXEC, 0o600)
        try:
            high = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, FD_FLOOR)
        except OSError:
            return low
        os.close(low)
        return high

    def is_ours(self, fd):
        try:
            status = os.fstat(fd)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self.identity

    def have_descriptor(self):
        """The program may have closed our descriptor, and another file may have its number since."""
        if self.is_ours(self.fd):
            return
        self.fd = self.open_high(os.O_RDWR)
        if not self.is_ours(self.fd):
            os.close(self.fd)
            self.fd = -1
            raise OSError('the trace has gone')

    def take_space(self, size):
        """A mapped write to a full disk is SIGBUS, so the space is there before it is mapped."""
        if size <= self.size:
            return
        step = min(max(self.size, STEP_MIN), STEP_MAX)
        try:
            os.posix_fallocate(self.fd, self.size, step)
        except OSError:          # the last bit of a disk may hold one block though not a whole step
            step = size - self.size
            os.posix_fallocate(self.fd, self.size, step)
        self.size += step

    def map(self, number):
        mapping = map_file(self.fd, BLOCK, number * BLOCK)
        try:
            mapping.madvise(MADV_POPULATE_WRITE)
        except OSError:
            pass
        return Block(mapping.bytes(), number)

    def take(self, kind, thread=0):
        """The next block, or None when there is no more space."""
        with self.lock:
            if self.is_full or not self.ration.allow(kind):
                return None
            number = self.n_blocks
            self.n_blocks = number + 1
            try:
                self.have_descriptor()
                self.take_space((number + 1) * BLOCK)
                block = self.map(number)
            except (OSError, ValueError):
                self.n_blocks = number
                self.is_full = True
                return None
            block.begin(kind, thread)
        return block

    def give_back(self, number):
        """Returns a block's room to the file system; the file keeps its length, so block numbers hold.  Whether it can."""
        try:
            self.have_descriptor()
            map_file(self.fd, BLOCK, number * BLOCK).madvise(mmap.MADV_REMOVE)
        except (OSError, ValueError):
            return False
        return True

    def abandon(self):
        """For a forked child: what is the parent's stays as it is.  Another thread may have held the lock."""
        self.lock = _thread.RLock()
        self.is_full = True
        self.fd = -1

    def close(self):
        """Marks the trace as complete and cuts off what was taken and not used."""
        self.header.words[5] = 1
        try:
            self.have_descriptor()
            os.ftruncate(self.fd, self.n_blocks * BLOCK)
            os.close(self.fd)
        except OSError:
            pass                 # failing to shorten only leaves room behind


def hidden_block(kind):
    """A block in memory: where there is nowhere to write."""
    block = Block(bytearray(BLOCK), -1)
    block.begin(kind, 0)
    return block
