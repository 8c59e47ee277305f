# SPDX-License-Identifier: GPL-3.0-or-later
"""The record that oracle.py describes, made from the JSON dump of a trace.

An event of the dump becomes one line or none, in the same order.  What a trace says in another way is put as the
oracle says it: whose sleep a timer ends, whether a handle is a task's step or its wake-up, the number of a handle.
"""
import json
import re


class Converter:
    """Reads events in their order; `lines` is the record so far."""

    def __init__(self):
        self.lines = []
        self.coros = {}                  # id: name
        self.tasks = {}                  # id: name
        self.sleeps = set()              # ids of futures that a sleep() waits for
        self.handles = {}                # id: its number in the record
        self.cancelled = set()           # ids of handles
        self.steps = {}                  # id of a task's handle: the place of the line that schedules it
        self.open_loops = 0
        self.running = None              # id of the task whose turn it is

    def say(self, *words):
        self.lines.append(' '.join(str(word) for word in words))

    def read(self, event):
        handler = getattr(self, event['event'].replace('-', '_'), None)
        if handler is not None:
            handler(event)

    def number(self, event):
        """The number of a handle that was just scheduled or armed."""
        self.handles[event['subject']] = len(self.handles) + 1
        return self.handles[event['subject']]

    # The loop

    def loop_created(self, event):
        self.open_loops += {'loop-created': 1, 'loop-closed': -1}.get(event['event'], 0)
        self.say('loop', event['subject'], event['event'].removeprefix('loop-'))

    loop_started = loop_stopped = loop_closed = loop_created

    def iteration(self, event):
        self.say('iteration', event['value'])

    def poll(self, event):
        self.say('poll', repr(float(event['value'])) if 'value' in event else 'forever')

    def polled(self, event):
        self.say('polled', event['value'])

    def blocking(self, event):
        self.say('blocking', repr(float(event['value'])))

    # Tasks

    def coro_created(self, event):
        self.coros[event['subject']] = event['name']

    def task_created(self, event):
        self.tasks[event['subject']] = event['name']
        self.say('task', event['name'], 'created', self.coros[event['coro']])

    def task_renamed(self, event):
        self.say('task', self.tasks[event['subject']], 'renamed', event['name'])
        self.tasks[event['subject']] = event['name']

    def task_ready(self, event):
        """Only now it is known why the step was scheduled."""
        if event['cause'] == 'wakeup':
            place = self.steps[event['handle']]
            self.lines[place] = self.lines[place].replace(' scheduled step of ', ' scheduled wakeup of ')

    def turn(self, event):
        self.running = event['subject']
        self.say('task', self.tasks[self.running], 'turn', event['value'])

    def task_suspended(self, event):
        wait = event['wait']
        if wait == 'task':
            wait = f'task {self.tasks[event["future"]]}'
        self.say('task', self.tasks[event['subject']], 'suspended', wait)
        self.running = None

    def cancel_requested(self, event):
        self.say('task', self.tasks[event['subject']], 'cancel', *([event['message']] if 'message' in event else []))

    def task_done(self, event):
        how = event['outcome']
        if how == 'result':
            how = f'result {as_repr(event.get("value"))}'
        elif how == 'exception':
            how = f'exception {event["exception"]}'
        self.say('task', self.tasks[event['subject']], 'done', how)
        self.running = None

    # Handles and timers

    def future_created(self, event):
        if event['kind'] == 'sleep':
            self.sleeps.add(event['subject'])

    def handle_scheduled(self, event):
        what = event.get('callback', '').rpartition('.')[2]         # CPython's, too, is without its class
        if 'task' in event:
            what = f'step of {self.tasks[event["task"]]}'
            self.steps[event['subject']] = len(self.lines)
        self.say('handle', self.number(event), 'scheduled', what)

    def handle_run(self, event):
        self.say('handle', self.handles[event['subject']], 'run')

    def handle_cancelled(self, event):
        self.cancelled.add(event['subject'])
        self.say('handle', self.handles[event['subject']], 'cancelled')

    timer_cancelled = handle_cancelled

    def timer_armed(self, event):
        what = event.get('callback')
        if event.get('future') in self.sleeps:
            what = f'sleep of {self.tasks[self.running]}'
        self.say('timer', self.number(event), 'armed', repr(float(event['value'])), what)

    def timer_fired(self, event):
        if event['subject'] not in self.cancelled:
            self.say('timer', self.handles[event['subject']], 'fired')

    # Complaints

    def warning(self, event):
        self.say('warning', f'{event["category"]}: {event["value"]}')

    def exception_handler(self, event):
        exception = event.get('value')
        if self.open_loops > 0:
            message = re.sub(' at 0x[0-9a-f]+', ' at 0x...', event['message'])
            self.say('exception-handler', message + (f': {exception}' if exception else ''))

    # Output

    def output(self, event):
        if event['stream'] == 'stdout':
            name = self.tasks.get(event.get('subject'), '-')
            for line in event['value'].removesuffix('\n').split('\n'):
                self.say('output', name, repr(line))


def as_repr(value):
    """A value of the dump as Python's repr; of a list only its length is in the trace."""
    if isinstance(value, dict):
        (tag, held), = value.items()
        return f'list of {held}' if tag == 'list' else f'<{tag} {held}>' if tag != 'error' else held
    return repr(value)


def record_of(dump):
    converter = Converter()
    for event in json.loads(dump)['events']:
        converter.read(event)
    return ''.join(line + '\n' for line in converter.lines)
