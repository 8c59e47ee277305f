# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sets of asyncio's that are walked in an order that can be had again.

CPython walks a set of tasks by their addresses, which differ from run to run.  In virtual time two runs shall be the
same, and any order is one that CPython might have taken: all_tasks() gives the order of creation, a task group that of
joining, wait() and as_completed() that of their arguments.
"""

import asyncio
import collections.abc
import inspect
import re
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
    rewrite_as_completed()


def as_completed_itself():
    """The function of tasks that does its work: from CPython 3.13 on that is an iterator's."""
    return getattr(tasks, '_AsCompletedIterator', None) or tasks.as_completed


def rewrite_as_completed():
    """It has a set comprehension besides, which becomes a call."""
    itself = as_completed_itself()
    lines, first = inspect.getsourcelines(itself)
    source = ''.join(lines)
    changed = re.sub(r'\{(ensure_future\(.*\) for .* in set\(.*\))\}', r'set(\1)', source)
    if changed != source:
        exec(compile('\n' * (first - 1) + changed, tasks.__file__, 'exec'), vars(tasks))
        asyncio.as_completed = tasks.as_completed


def waiting_in_as_completed():
    """The code that waits in it, if there is any."""
    itself = as_completed_itself()
    if isinstance(itself, type):
        return [itself._wait_for_one.__code__]
    return [code for code in itself.__code__.co_consts if getattr(code, 'co_name', '') == '_wait_for_one']
