# SPDX-License-Identifier: LGPL-2.1-or-later
"""A shorter way through BaseEventLoop.call_soon() for a task that only gives way, and for one that is woken.

One of them is at the end of every turn, so they decide what recording costs.  Where a handle is not as expected, or
the function has no source, it stays as it is: all goes by _call_soon() then, only slower.
"""

from asyncio import events

from .insertion import insert

WAY = '''
if type(callback) is _ls_builtin:
    if args:
        handle = _ls_wake(self, callback, args, context)
        if handle is not None:
            return handle
elif type(callback) in _ls_step_types and not self._closed and not self._debug:
    _ls_stream = self._loopscope.stream
    _ls_task = callback.__self__
    if _ls_stream is not None and _ls_stream.task is _ls_task and _ls_stream.yielded is None:
        _ls_stream.yielded = handle = _ls_new(_ls_handle)
        handle._callback = callback
        handle._args = args
        handle._loop = self
        handle._context = context
        handle._cancelled = False
        handle._repr = handle._source_traceback = None
        handle.task = _ls_task
        handle.number = _ls_recorder.next_handle
        _ls_recorder.next_handle += 1
        _ls_put(self._ready, handle)
        return handle
'''
SLOTS = {'_callback', '_args', '_cancelled', '_loop', '_source_traceback', '_repr', '__weakref__', '_context'}


def install(kind, own):
    """`own` are what WAY names besides the globals of the function's module."""
    if set(events.Handle.__mro__[1].__slots__) == SLOTS:
        insert(kind.call_soon, WAY, own)
