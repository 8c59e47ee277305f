# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sets of asyncio's that are walked in an order that can be had again.

CPython walks a set of tasks by their addresses, which differ from run to run.  In virtual time two runs shall be the
same, and any order is one that CPython might have taken: all_tasks() gives the order of creation, a task group that of
joining, wait() and as_completed() that of their arguments.
"""

import asyncio
import collections.abc
import inspect
import weakref
from asyncio import taskgroups, tasks


class InOrder(set):
    """A set that is walked in the order of a key."""

    def __init__(self, items, key):
        super().__init__(items)
        self.key = key

    def __iter__(self):
        return iter(sorted(set.__iter__(self), key=self.key))


class Ordered(collections.abc.MutableSet):
    """A set in the order of insertion."""

    def __init__(self, items=()):
        self.items = dict.fromkeys(items)

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(list(self.items))

    def __len__(self):
        return len(self.items)

    def add(self, item):
        self.items[item] = None

    def discard(self, item):
        self.items.pop(item, None)


class Asyncgens(weakref.WeakKeyDictionary):
    """The generators that a loop knows, in the order in which they were first asked."""

    def add(self, generator):
        self[generator] = None

    def discard(self, generator):
        self.pop(generator, None)


def put_in_order(key):
    """Has asyncio use them; `key` tells the order in which tasks were created."""
    all_tasks = tasks.all_tasks

    def all_tasks_in_order(loop=None):
        return InOrder(all_tasks(loop), key)

    tasks.all_tasks = all_tasks_in_order
    tasks.set = taskgroups.set = Ordered
    return rewrite_as_completed()


def rewrite_as_completed():
    """It has a set comprehension besides, which becomes a call.  Returns the code that waits in it, if there is one."""
    source = inspect.getsource(tasks.as_completed)
    comprehension = '{ensure_future(f, loop=loop) for f in set(fs)}'
    if comprehension in source:
        code = compile(source.replace(comprehension, f'set({comprehension[1:-1]})'), tasks.as_completed.__code__.co_filename, 'exec')
        exec(code, vars(tasks))
        asyncio.as_completed = tasks.as_completed
    for code in tasks.as_completed.__code__.co_consts:
        if getattr(code, 'co_name', '') == '_wait_for_one':
            return code
    return None
