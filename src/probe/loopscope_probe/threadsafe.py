# SPDX-License-Identifier: LGPL-2.1-or-later
"""Handles of call_soon_threadsafe(): from CPython 3.14 on they are of a kind of their own, with a lock, and come into
the ready queue past _call_soon().
"""

import types

from asyncio import events


def rebind(function, kind):
    """The method as it is, but of another class, which is what its super() looks for."""
    cells = [types.CellType(kind) if name == '__class__' else cell
             for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ())]
    method = types.FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__,
                                tuple(cells))
    method.__qualname__ = function.__qualname__
    return method


def install(handle):
    """Has `handle` be the base of that kind.  Returns the kind, None if there is none."""
    stock = getattr(events, '_ThreadSafeHandle', None)
    if stock is None:
        return None
    kind = type(stock.__name__, (handle,), {'__slots__': stock.__slots__, '__module__': stock.__module__})
    for name, function in vars(stock).items():
        if type(function) is types.FunctionType:
            setattr(kind, name, rebind(function, kind))
    events._ThreadSafeHandle = kind
    return kind
