# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where code stands: the places of a suspended task's await chain, and the program's own line of a call."""

import gc
import opcode
import os
import sys
import types
import _asyncio

from . import script, vocabulary as v

HERE = os.path.dirname(__file__) + '/'
LIBRARY = os.path.dirname(os.__file__) + '/'
STORES = {opcode.opmap[name]: name
          for name in ('STORE_FAST', 'STORE_DEREF', 'STORE_NAME', 'STORE_GLOBAL', 'STORE_ATTR',
                       'STORE_FAST_STORE_FAST', 'STORE_FAST_LOAD_FAST') if name in opcode.opmap}
CACHE = opcode.opmap.get('CACHE', -1)
GENERATOR, ASYNC_GENERATOR = 'generator', 'async_generator'


DEEPEST = 10000                          # coroutines of a chain that are told
coroutine = types.CoroutineType


class AnyLoop:
    """Enough of a loop for a future that nobody will use."""

    @staticmethod
    def get_debug():
        return False


leaf = type(iter(_asyncio.Future(loop=AnyLoop)))     # what a coroutine awaits, of a future


class Code:
    """What is known of a code object, which is kept so that its address stays its own."""

    __slots__ = ('code', 'file', 'name', 'is_internal', 'is_library', 'is_probe', 'wait', 'future', 'purpose', 'sites',
                 'names', 'name_id')

    def __init__(self, code, is_internal, names):
        self.code = code
        self.file = script.names.get(code.co_filename, code.co_filename)
        self.name = getattr(code, 'co_qualname', code.co_name)
        self.is_internal = is_internal
        self.is_library = code.co_filename.startswith((LIBRARY, '<')) and '-packages/' not in code.co_filename
        self.is_probe = code.co_filename.startswith(HERE)
        self.wait = v.WAIT_NONE          # what a task waits for that is in it
        self.future = None               # what a future is for that is made in it
        self.purpose = None              # what a future is for that it awaits, once asked
        self.sites = {}                  # offset of an instruction: site
        self.names = {}                  # the same: the name that what is called there is given
        self.name_id = names.string(code.co_name)


class Frames:
    """Knows code objects by their address: to hash them takes longer than all the rest."""

    def __init__(self, names, folders):
        self.names = names
        self.folders = folders           # tuple of folders whose code is not the program's
        self.codes = {}
        self.simple = {}                 # those of the library, without those of whose waits there is more to be told

    def code(self, code):
        known = self.codes.get(id(code))
        if known is None:
            known = self.codes[id(code)] = Code(code, code.co_filename.startswith(self.folders), self.names)
            if known.is_internal:
                self.simple[id(code)] = known
        return known

    def site(self, known, frame):
        """The site at which a frame stands."""
        offset = frame.f_lasti
        site = known.sites.get(offset)
        if site is None:
            line = frame.f_lineno or known.code.co_firstlineno
            site = known.sites[offset] = self.names.site(known.file, line, known.code.co_name)
        return site

    def here(self, depth=1):
        """The site of the program's innermost line that is running; 0 if only the library's runs."""
        frame = sys._getframe(depth + 1)
        codes = self.codes
        while frame is not None:
            known = codes.get(id(frame.f_code)) or self.code(frame.f_code)
            if not known.is_internal:
                return self.site(known, frame)
            frame = frame.f_back
        return 0

    def written_at(self, depth=1):
        """The site of the innermost line that is not of the standard library; 0 if there is none."""
        frame = sys._getframe(depth + 1)
        while frame is not None:
            known = self.code(frame.f_code)
            if not known.is_internal and not known.is_library and not known.is_probe:
                return self.site(known, frame)
            frame = frame.f_back
        return 0

    def assigned(self, frame):
        """The string id of the name that what a frame calls now is given, 0 if none."""
        names = self.code(frame.f_code).names
        name = names.get(frame.f_lasti)
        if name is None:
            name = names[frame.f_lasti] = self.find_assigned(frame)
        return name

    def find_assigned(self, frame):
        code = frame.f_code
        instructions = code.co_code
        at = frame.f_lasti + 2
        while at < len(instructions) and instructions[at] == CACHE:
            at += 2
        store = STORES.get(instructions[at]) if at < len(instructions) else None
        if store is None:
            return 0
        argument = instructions[at + 1]
        if store.startswith('STORE_FAST_'):      # two in one, from CPython 3.13 on: what is stored first is above
            store, argument = 'STORE_FAST', argument >> 4
        name = code._varname_from_oparg(argument) if store in ('STORE_FAST', 'STORE_DEREF') \
            else code.co_names[argument] if argument < len(code.co_names) else ''
        return self.names.string(name)

    def chain(self, coro):
        """Frames and what is known of their code, outermost first, of all that a suspended coroutine awaits."""
        found = []
        codes = self.codes
        while coro is not None and len(found) < DEEPEST:
            if type(coro) is coroutine:                     # most likely
                code, frame, inner = coro.cr_code, coro.cr_frame, coro.cr_await
            else:
                step = look_into(coro)
                if step is None:
                    break
                code, frame, inner = step
            if frame is not None:
                found.append((codes.get(id(code)) or self.code(code), frame))
            coro = inner
        return found


def look_into(awaited):
    """Code, frame and what it awaits in turn, of what is awaited and is no coroutine; None at the leaf."""
    code = getattr(awaited, 'cr_code', None)
    if code is not None:                                    # a coroutine, of another kind than Python's own
        return code, awaited.cr_frame, awaited.cr_await
    kind = type(awaited).__name__
    if kind == GENERATOR:
        return awaited.gi_code, awaited.gi_frame, awaited.gi_yieldfrom
    if kind == ASYNC_GENERATOR:
        return awaited.ag_code, awaited.ag_frame, awaited.ag_await
    if kind in ('async_generator_asend', 'async_generator_athrow', 'coroutine_wrapper', 'anext_awaitable'):
        for inner in gc.get_referents(awaited):
            if hasattr(inner, 'cr_code') or hasattr(inner, 'ag_code') or kind == 'anext_awaitable':
                return None, None, inner
    return None
