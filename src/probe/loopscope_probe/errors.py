# SPDX-License-Identifier: LGPL-2.1-or-later
"""What goes wrong: warnings, the loop's exception handler, coroutines that nobody awaited."""

import warnings
from _thread import get_ident

from asyncio import base_events, log

from . import vocabulary as v
from .links import stand_in
from .values import exception_text

BY_HANDLER = 'default_exception_handler'


class Errors:
    def __init__(self, probe):
        self.probe = probe
        self.recorder = probe.recorder
        self.frames = probe.frames
        self.tasks = probe.tasks
        self.string = probe.recorder.names.string

    def install(self):
        self.hear_warnings()
        self.hear_handler()
        self.hear_log()

    def hear_warnings(self):
        """All that is shown goes by this function; who was never awaited is the message's source."""
        stock, warned, printer = warnings._showwarnmsg, self.probe.guard(self.warned), self.recorder.values.printer

        def _showwarnmsg(msg):
            if printer.is_printing == get_ident():
                return                   # the program did not ask for that text
            warned(msg)
            stock(msg)

        warnings._showwarnmsg = stand_in(_showwarnmsg, stock)

    def warned(self, message):
        stream = self.recorder.here()
        coro = getattr(message, 'source', None)
        if hasattr(coro, 'cr_code') and 'was never awaited' in str(message.message):
            number = self.recorder.new_id('coro')
            site = self.frames.here(3)
            stream.emit(v.CORO_CREATED, number, self.string(coro.__name__), 0, 0, site)
            stream.emit(v.CORO_NEVER_AWAITED, number, 0, 0, 0, site)
        self.tell_warning(message.category.__name__, str(message.message).split('\n')[0])

    def logged(self, record):
        stream = self.recorder.here()
        if record.funcName == '_run_once' and stream.task is not None:
            self.tasks.end_turn(stream)          # what was slow has just ended
        self.tell_warning('asyncio', record.getMessage())

    def tell_warning(self, category, text):
        self.recorder.here().emit(v.WARNING | v.TAG_STRING << 24, 0, self.string(category), 0, self.string(text))

    def hear_handler(self):
        """The context is looked at before the handler of the program's own, or the default one, has it."""
        stock, handled = base_events.BaseEventLoop.call_exception_handler, self.probe.guard(self.handled)

        def call_exception_handler(self, context):
            handled(context)
            stock(self, context)

        base_events.BaseEventLoop.call_exception_handler = stand_in(call_exception_handler, stock)

    def handled(self, context):
        stream = self.recorder.here()
        self.tasks.before_effect(stream)
        if not isinstance(context, dict):
            return                       # which asyncio complains of
        error = context.get('exception')
        future = context.get('future') or context.get('task')
        mine = getattr(future, '_loopscope', None)
        number = getattr(future, '_ls_id', 0) or getattr(mine, 'id', 0)
        tag, word = (v.TAG_STRING << 24, self.string(exception_text(error))) if error is not None else (0, 0)
        stream.emit(v.EXCEPTION_HANDLER | tag, number, self.string(str(context.get('message', ''))), 0, word)

    def hear_log(self):
        """Slow callbacks and the like are warnings of asyncio's logger, unless they are the handler's."""
        stock, logged = log.logger.handle, self.probe.guard(self.logged)

        def handle(record):
            if record.levelno >= 30 and record.funcName != BY_HANDLER:
                logged(record)
            stock(record)

        log.logger.handle = stand_in(handle, stock)
