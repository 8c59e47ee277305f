# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values as records hold them: a tag and a word.

Numbers, short strings and what has a number of its own are told exactly, by type and without running any of the
program's code.  All else is told as a printed form, bounded in length, depth and time; a repr() of the program's own
that raises, or that takes long, is not asked a second time.
"""

import struct
import sys
import _signal
from _thread import get_ident

from . import vocabulary as v
from .clock import monotonic_ns

LONGEST = 200                   # characters of a printed form
DEEPEST = 3
WIDEST = 8                      # elements of a container that are shown
SLOW = 20_000_000               # ns that a repr() may take before its type is given up
SHARE = 50                      # one part in so many of the program's time may go into its own repr()s
PRINTED = frozenset((int, float, bool, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict))
WORD = 2 ** 64 - 1
ALARM, TIMER = _signal.SIGALRM, _signal.ITIMER_REAL
CHEAP_TRACE = not hasattr(sys, 'monitoring')       # by which it is done where there is that
BITS = struct.Struct('<d')
LONG = struct.Struct('<Q')


class TooSlow(BaseException):
    """Ends a repr() that takes too long."""


class Patience:
    """Ends what takes longer than SLOW: at its next line, if it is written in Python, and on the main thread wherever it
    is, as Ctrl-C would.  The program's own trace function, and its own use of the alarm, come first."""

    def __init__(self):
        self.main = get_ident()
        self.until = 0
        self.traces = self.has_alarm = False
        self.before = None

    def begin(self, by_trace):
        self.until = monotonic_ns() + SLOW
        before = sys.gettrace()
        if by_trace and getattr(before, '__module__', __package__).startswith(__package__):
            self.before, self.traces = before, True
            sys.settrace(self.look)
        if get_ident() == self.main and _signal.getsignal(ALARM) == _signal.SIG_DFL and not any(_signal.getitimer(TIMER)):
            _signal.signal(ALARM, self.ring)
            self.has_alarm = True
            _signal.setitimer(TIMER, SLOW / 1e9)

    def end(self):
        """May be called again, if the alarm has come between."""
        self.until = 0
        if self.traces:
            sys.settrace(self.before)
            self.traces = False
        if self.has_alarm:
            _signal.setitimer(TIMER, 0)
            _signal.signal(ALARM, _signal.SIG_DFL)
            self.has_alarm = False

    def look(self, frame, event, argument):
        if self.until and monotonic_ns() > self.until:
            raise TooSlow
        return self.look

    def ring(self, number, frame):
        if self.until:
            raise TooSlow


class Printer:
    """Prints values without harm."""

    def __init__(self, is_thrifty):
        self.is_thrifty = is_thrifty     # takes no more than a share of the program's time; else all is printed
        self.began = monotonic_ns()
        self.spent = 0
        self.given_up = set()
        self.is_printing = 0             # the thread that does
        self.patience = Patience()

    def text(self, value, depth=0):
        kind = type(value)
        if kind in (int, float, bool, complex, type(None)):
            return self.number(value)
        if kind is str:
            return self.cut(repr(value[:LONGEST + 1]))
        if kind in (bytes, bytearray):
            return self.cut(repr(bytes(value[:LONGEST + 1])))
        if kind in (list, tuple, set, frozenset, dict):
            return self.cut(self.container(value, kind, depth))
        return self.cut(self.foreign(value, kind))

    @staticmethod
    def cut(text):
        return text if len(text) <= LONGEST else text[:LONGEST - 1] + '…'

    @staticmethod
    def number(value):
        if type(value) is int and not -2 ** 300 < value < 2 ** 300:
            return f'int of {value.bit_length()} bits'
        return repr(value)

    def container(self, value, kind, depth):
        if depth >= DEEPEST:
            return {list: '[…]', dict: '{…}', tuple: '(…)'}.get(kind, '{…}')
        shown = []
        try:
            for element in value:
                if len(shown) == WIDEST:
                    shown.append('…')
                    break
                shown.append(self.text(element, depth + 1) if kind is not dict else
                             f'{self.text(element, depth + 1)}: {self.text(value[element], depth + 1)}')
        except Exception:                # it changes while it is looked at, or its keys compare in ways of their own
            return f'{kind.__name__} of {len(value)}'
        return self.embrace(kind, shown)

    @staticmethod
    def embrace(kind, shown):
        inner = ', '.join(shown)
        if kind is list:
            return f'[{inner}]'
        if kind is tuple:
            return f'({inner},)' if len(shown) == 1 else f'({inner})'
        if kind is dict:
            return f'{{{inner}}}'
        inner = f'{{{inner}}}' if shown else ''
        return inner if kind is set and shown else f'{kind.__name__}({inner})'

    def is_out_of_time(self):
        return self.is_thrifty and self.spent * SHARE > monotonic_ns() - self.began

    def foreign(self, value, kind):
        """What the program prints by code of its own, or an extension's."""
        plain = f'<{kind.__name__}>'
        if kind in self.given_up or self.is_printing:
            return plain
        start = monotonic_ns()
        if self.is_out_of_time():
            return plain
        self.is_printing = get_ident()
        try:
            text = self.print_within_time(value)
        except BaseException as error:
            self.patience.end()
            self.given_up.add(kind)
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            return plain
        finally:
            self.is_printing = 0
        took = monotonic_ns() - start
        self.spent += took
        if took > SLOW:
            self.given_up.add(kind)
        return text

    def print_within_time(self, value):
        try:
            self.patience.begin(not self.is_thrifty or CHEAP_TRACE)
            if self.patience.traces:
                return sys.call_tracing(repr, (value,))      # although we may be called by a trace function
            return repr(value)
        finally:
            self.patience.until = 0      # what is there is not ended any more
            self.patience.end()


def exception_text(error):
    """ "ValueError: text" """
    try:
        text = str(error)
    except Exception:
        text = ''
    return type(error).__name__ + (f': {text}' if text else '')


def bits_of(number):
    return LONG.unpack(BITS.pack(number))[0]


class Values:
    """Makes words of values, given the numbers that objects have."""

    def __init__(self, names, wanted=True, is_thrifty=False):
        self.names = names
        self.wanted = wanted
        self.printer = Printer(is_thrifty)
        self.plain = {}                  # by type, the words for those that are not printed
        self.known = {}                  # by type, a function that makes (tag, word) of an instance

    def encode(self, value):
        """Returns a tag, shifted to where a record has it, and a word."""
        kind = type(value)
        if value is None or not self.wanted:
            return 0, 0
        if kind is int and -2 ** 63 <= value < 2 ** 63:
            return v.TAG_INT << 24, value & WORD
        if kind is str and len(value) <= LONGEST:
            return v.TAG_STRING << 24, self.names.string(value)
        if kind is float:
            return v.TAG_DOUBLE << 24, bits_of(value)
        if kind is bool:
            return v.TAG_BOOL << 24, value + 0
        return self.encode_object(value, kind)

    def encode_object(self, value, kind):
        tell = self.known.get(kind)
        if tell is not None:
            word = tell(value)
            if word is not None:
                return word
        if kind is list:
            return v.TAG_LIST << 24, len(value)
        if kind in self.plain and self.printer.is_out_of_time():
            return self.plain[kind]
        if isinstance(value, BaseException):
            return v.TAG_ERROR << 24, self.names.string(self.printer.cut(exception_text(value)))
        if kind not in PRINTED and kind not in self.plain:
            self.plain[kind] = v.TAG_TEXT << 24, self.names.string(f'<{kind.__name__}>')
        return v.TAG_TEXT << 24, self.names.string(self.printer.text(value))
