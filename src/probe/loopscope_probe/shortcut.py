# SPDX-License-Identifier: LGPL-2.1-or-later
"""A shorter way through BaseEventLoop.call_soon() for a task that only gives way, and for one that is woken.

One of them is at the end of every turn, so they decide what recording costs.  The stock function's own source gets
one statement more, at its first line: all others keep theirs, and its frame in a traceback is what it would be.  Where
the source is not as expected, the function stays as it is: all goes by _call_soon() then, only slower.
"""

import ast
import inspect

from asyncio import events

WAY = '''
if type(callback) in _ls_step_types and not self._closed and not self._debug:
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
elif type(callback) is _ls_builtin and args:
    handle = _ls_wake(self, callback, args, context)
    if handle is not None:
        return handle
'''
SLOTS = {'_callback', '_args', '_cancelled', '_loop', '_source_traceback', '_repr', '__weakref__', '_context'}


def install(kind, names, own):
    """`names` are the globals of the function's module, `own` those that WAY uses besides."""
    function = kind.call_soon
    if set(events.Handle.__mro__[1].__slots__) != SLOTS:
        return
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse('class _:\n' + ''.join(lines))       # so that columns stay, which tracebacks underline
    except (OSError, SyntaxError):
        return
    tree.body = tree.body[0].body
    ast.increment_lineno(tree, first - 2)
    way = ast.parse(WAY).body
    for statement in way:
        for node in ast.walk(statement):
            if hasattr(node, 'lineno'):
                node.lineno = node.end_lineno = first
    body = tree.body[0].body
    at = 1 if ast.get_docstring(tree.body[0]) is not None else 0
    body[at:at] = way
    scope = {**own}
    code = compile(tree, function.__code__.co_filename, 'exec')
    names.update(own)
    exec(code, names, scope)
    stock, mine = function, scope['call_soon']
    mine.__qualname__ = stock.__qualname__
    kind.call_soon = mine
