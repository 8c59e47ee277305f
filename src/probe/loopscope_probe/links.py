# SPDX-License-Identifier: LGPL-2.1-or-later
"""Functions that are heard of without a frame of ours below them: what they raise has the program's own traceback.

reduce() calls them in a row, as the right sides of an operator that no text and no number has.  Ours have returned by
the time the stock function runs.
"""

import _functools
import _operator


class Link:
    __slots__ = ()
    __array_ufunc__ = None           # numpy's numbers have the operator, and leave it to the other side then


def link(function):
    return type('Link', (Link,), {'__slots__': (), '__rmatmul__': staticmethod(function)})()


def disguise(stock, call):
    """A function of the stock one's name."""
    def __repr__(self):
        return repr(stock)

    names = {name: getattr(stock, name, None) for name in ('__name__', '__qualname__', '__module__', '__doc__', '__self__')}
    kind = type('builtin_function_or_method', (), {'__call__': staticmethod(call), '__repr__': __repr__})
    function = kind()
    function.__dict__.update(names)
    return function


def stand_in(function, stock):
    """Has a function, whose parameters are those of the stock one, go by its name: in what a wrong call is told, too."""
    for name in ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__'):
        setattr(function, name, getattr(stock, name))
    return function


def of_one(stock, before, after):
    """Of a function of one argument.  `before` is given that and returns it, `after` what the function has returned."""
    links = tuple(map(link, (before, stock, after)))
    return disguise(stock, _functools.partial(_functools.reduce, _operator.matmul, links))


def of_none(stock, before):
    """Of a function of no argument; `before` is given the function, and returns it."""
    links = link(before), link(_operator.methodcaller('__call__'))
    return disguise(stock, _functools.partial(_functools.reduce, _operator.matmul, links, stock))
