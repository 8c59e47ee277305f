# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values as records hold them: a tag and a word.

Numbers, short strings and what has a number of its own are told exactly, by type and without running any of the
program's code.  All else is told as a printed form, bounded in length, depth and time; a repr() of the program's own
that raises, or that takes long, is not asked a second time.
"""

import struct
import sys
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
CHEAP_TRACE = not hasattr(sys, 'monitoring')       # by which it is done where there is that
BITS = struct.Struct('<d')
LONG = struct.Struct('<Q')


class TooSlow(BaseException):
    """Ends a repr() that takes too long."""


class Patience:
    """Ends what takes longer than SLOW at its next line, if it is written in Python.  Where the program traces itself,
    and where the probe is called by a trace function, nothing can."""

    def __init__(self):
        self.until = 0
        self.before = None

    def begin(self):
        """Returns whether it watches."""
        before = sys.gettrace()
        if not getattr(before, '__module__', __package__).startswith(__package__):
            return False
        self.before, self.until = before, monotonic_ns() + SLOW
        sys.settrace(self.look)
        return True

    def look(self, frame, event, argument):
        if monotonic_ns() > self.until:
            raise TooSlow
        return self.look


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
        watches = (not self.is_thrifty or CHEAP_TRACE) and self.patience.begin()
        try:
            text = repr(value)
        except BaseException as error:
            self.given_up.add(kind)
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            return plain
        finally:
            if watches:
                sys.settrace(self.patience.before)       # no function of ours, which would be watched in turn
            self.is_printing = 0
        took = monotonic_ns() - start
        self.spent += took
        if took > SLOW:
            self.given_up.add(kind)
        return text


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
