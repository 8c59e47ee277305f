# SPDX-License-Identifier: LGPL-2.1-or-later
"""What records refer to by number: strings, places in the code, and texts that only events near them use."""

import struct

from . import space

STRING, SITE = 1, 2
LONGEST = 32768
TEXT_BIT = 0x80000000
ENTRY = struct.Struct('=HHI')
PLACE = struct.Struct('=IIQII')
LATE = 1000                     # events that other threads may write between a text and its own
COMMON = 64                     # output shorter than this is likely to come again


def entry(kind, data):
    """An entry of a block, with at least one 0 after it."""
    return ENTRY.pack(kind, 0, len(data)) + data + bytes(8 - len(data) % 8)


def encode(text):
    """As UTF-8, cut where it is too long but never within a character."""
    try:
        data = text.encode()
    except UnicodeEncodeError:          # half characters, as undecodable names of files have
        data = text.encode('utf-8', 'backslashreplace')
    if len(data) <= LONGEST:
        return data
    end = LONGEST
    while data[end] & 0xc0 == 0x80:
        end -= 1
    return data[:end]


class Store:
    """Entries of blocks of one kind, numbered as they come.

    Between taking a place and having filled it no call is made: neither a signal's handler nor another thread can come
    between, and what is committed is whole.
    """

    def __init__(self, file, kind, first):
        self.file = file
        self.kind = kind
        self.next_string = first
        self.next_site = 1
        self.block = None
        self.at = space.BLOCK

    def turn_over(self):
        block = self.file.take(self.kind) or space.hidden_block(self.kind)
        old = self.block
        block.words[4] = self.next_string
        block.words[5] = self.next_site
        self.block = block
        self.at = space.HEADER
        if old is not None:
            old.seal()
            self.closed(old)

    def closed(self, block):
        """Names stay."""

    def add_string(self, data):
        data = entry(STRING, data)
        size = len(data)
        while self.at + size > space.BLOCK:
            self.turn_over()
        at = self.at
        number = self.next_string
        self.next_string = number + 1
        self.at = end = at + size
        self.block.memory[at:end] = data
        self.block.words[3] = self.at
        return number

    def add_site(self, file, line, function):
        data = entry(SITE, PLACE.pack(0, line, 0, file, function))
        size = len(data)
        while self.at + size > space.BLOCK:
            self.turn_over()
        at = self.at
        number = self.next_site
        self.next_site = number + 1
        self.at = end = at + size
        self.block.memory[at:end] = data
        self.block.words[3] = self.at
        return number

    def close(self):
        if self.block is not None:
            self.block.seal()
            self.block = None
            self.at = space.BLOCK


class Texts(Store):
    """Which are given back with the events near them: one is written a little before the event that uses it."""

    def __init__(self, file, counter):
        super().__init__(file, space.TEXTS, TEXT_BIT + 1)
        self.counter = counter

    def closed(self, block):
        self.file.ration.add(block, self.counter.n + LATE)


class Names:
    """Strings, sites and texts of a trace."""

    def __init__(self, file, counter):
        self.names = Store(file, space.NAMES, 1)
        self.texts = Texts(file, counter)
        self.strings = {'': 0}
        self.sites = {}
        self.places = {}                 # (file, line) of a site

    def string(self, text):
        number = self.strings.get(text)
        if number is None:
            number = self.strings[text] = self.names.add_string(encode(text))
        return number

    def text(self, text):
        """A string that is not likely to come again, such as output."""
        if len(text) < COMMON:
            return self.string(text)
        return self.texts.add_string(encode(text))

    def site(self, file, line, function):
        key = file, line, function
        number = self.sites.get(key)
        if number is None:
            number = self.sites[key] = self.names.add_site(self.string(file), line, self.string(function))
            self.places[number] = file, line
        return number

    def begin_segment(self):
        if self.texts.block is not None:
            self.texts.turn_over()

    def close(self):
        self.names.close()
        self.texts.close()

    def abandon(self):
        """For a forked child: the blocks are the parent's."""
        for store in self.names, self.texts:
            store.block = None
            store.at = space.BLOCK
