# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the program writes to its standard streams, told of the task that writes it."""

import sys

from . import links, vocabulary as v

LONGEST = 8000                   # characters of one event: never more bytes than a string may have


class Output:
    """Hears the text layers of stdout and stderr, which stay what they are: only their write() is another."""

    def __init__(self, probe):
        self.recorder = probe.recorder
        self.probe = probe
        self.tell_written = probe.guard(self.written)
        self.begun = {}                  # (stream of the trace, number of the output): a line that has not ended yet
        for number, file in (v.STDOUT, sys.stdout), (v.STDERR, sys.stderr):
            if file is not None:
                self.listen(number, file)

    def listen(self, number, file):
        stock_write, stock_flush = file.write, file.flush

        def before(text):
            self.recorder.here().writing = text
            return text

        def after(count):
            stream = self.recorder.here()
            text, stream.writing = stream.writing, None
            self.tell_written(number, text)
            return count

        def flushing(stock):
            if self.begun:
                self.flush(self.recorder.here())
            return stock

        write, flush = links.of_one(stock_write, before, after), links.of_none(stock_flush, flushing)
        try:
            file.write, file.flush = write, flush
        except AttributeError:
            pass                         # it has no room for that: what it writes is not told

    def written(self, number, text):
        """A line is one event, however many calls it took."""
        if not text or type(text) is not str:
            return
        stream = self.recorder.here()
        key = stream, number
        begun = self.begun.pop(key, '')
        end = text.rfind('\n') + 1
        if end:
            site = self.probe.frames.written_at() if self.probe.frames is not None else 0
            for line in (begun + text[:end]).splitlines(True):
                self.tell(stream, number, line, site)
            begun = ''
        if end < len(text):
            self.begun[key] = begun + text[end:]

    def flush(self, stream):
        """What was begun is told when the turn ends in which it was written."""
        for number in v.STDOUT, v.STDERR:
            text = self.begun.pop((stream, number), '') if self.begun else ''
            if text:
                self.tell(stream, number, text)

    def tell(self, stream, number, text, site=0):
        for at in range(0, len(text), LONGEST):
            word = self.recorder.names.text(text[at:at + LONGEST])
            stream.emit(v.OUTPUT | number << 8 | v.TAG_STRING << 24, stream.task_id, 0, 0, word, site)
