# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Guide says of each example, looked up in the example's record (see oracle.py)."""
import asyncio
import collections.abc
import inspect
import queue
import re
import types

import guidetasks

SECOND = 1_000_000_000


class Record:
    """The lines of a record, the loop time at each (to a tenth of a second) and questions about them."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.times = []
        now = 0
        for line in self.lines:
            if line.startswith('polled '):
                now += int(line.split()[1])
            elif line.startswith('blocking '):
                now += round(float(line.split()[1]) * SECOND)
            self.times.append(round(now / SECOND, 1))

    def at(self, line, after=0):
        return self.lines.index(line, after)

    def find(self, pattern, begin=0, end=None):
        """The numbers of the lines that a pattern matches from their beginning."""
        end = len(self.lines) if end is None else end
        return [i for i in range(begin, end) if re.match(pattern, self.lines[i])]

    def time(self, line):
        return self.times[self.at(line)]

    def order(self, *lines):
        """Whether these lines come in this order."""
        place = -1
        for line in lines:
            if line not in self.lines[place + 1:]:
                return False
            place = self.at(line, place + 1)
        return True

    def turn(self, task, number):
        """The lines of a turn, its first and its last included."""
        begin = self.at(f'task {task} turn {number}')
        end = self.find(f'task {re.escape(task)} (suspended|done)', begin)[0]
        return self.lines[begin:end + 1]

    def turns(self, task):
        return len(self.find(f'task {re.escape(task)} turn '))

    def iteration(self, line):
        """The number of the iteration in which a line is."""
        return int(self.lines[self.find('iteration ', 0, self.at(line))[-1]].split()[1])


class World(Record):
    """What happened in real time: the record, and the events themselves, whose times are the loop's."""

    def __init__(self, traced):
        super().__init__(traced.record)
        self.stdout = traced.stdout
        self.events = traced.events
        self.tasks = {e['subject']: e['name'] for e in self.events if e['event'] == 'task-created'}

    def all(self, kind, **fields):
        """The events of a kind with these fields."""
        return [e for e in self.events if e['event'] == kind and all(e.get(k) == v for k, v in fields.items())]

    def task(self, name):
        return next(number for number, its in self.tasks.items() if its == name)

    def printed(self, name):
        """The events of a task's output."""
        return self.all('output', subject=self.task(name))


def blocking_sleep_holds(r):
    woken = r.find('handle .* scheduled wakeup of Task-[234]')
    return (len(woken) == 3 and {r.times[i] for i in woken} == {1}
            and r.time("output Task-2 'Two'") == 1 and r.time("output Task-3 'Two'") == 2
            and r.time("output Task-4 'Two'") == 3 and r.times[-1] == 4)


def busy_is_one_turn(r):
    turn = r.turn('Task-2', 1)
    return (r.turns('Task-2') == 1 and turn[1] == "output Task-2 'Computing'" and turn[2].startswith("output Task-2 'Computed")
            and turn[-1].startswith('task Task-2 done') and not any('Task-3' in line for line in turn))


def busy_holds_the_other(r):
    ready = r.all('task-ready', subject=r.task('Task-3'))[0]
    turn = r.all('turn', subject=r.task('Task-3'))[0]
    return r.find('task Task-3 created')[0] < r.at('task Task-2 turn 1') and turn['time'] - ready['time'] >= 0.3


def sleep_zero_gives_turns(r):
    begin, end = r.find("output Task-2 'Comput")
    ticks = r.find("output Task-3 'Tick'")
    first = r.at('task Task-2 turn 1')
    return (r.turns('Task-2') == 31 and len(r.find('task Task-2 suspended yield')) == 30 and first < begin
            and begin < ticks[0] and ticks[-1] < end)


def sleep_zero_costs_little(r):
    begin, end = r.printed('Task-2')
    return end['time'] - begin['time'] >= 0.3 and r.printed('Task-3')[-1]['seq'] < end['seq']


def to_thread_waits_for_it(r):
    submitted, = r.all('job-submitted')
    suspended = r.all('task-suspended', subject=r.task('Task-2'))
    return (len(suspended) == 1 and suspended[0]['wait'] == 'thread' and suspended[0]['future'] == submitted['subject']
            and r.all('job-done')[0]['time'] - r.all('job-started')[0]['time'] >= 0.29)


def to_thread_is_another_thread(r):
    started, = r.all('job-started')
    done, = r.all('job-done')
    ready = r.all('task-ready', subject=r.task('Task-2'), cause='wakeup')
    return (started['thread'] == done['thread'] != r.all('turn')[0]['thread'] and len(ready) == 1
            and [e['seq'] < done['seq'] for e in r.printed('Task-3')] == [True] * 3 and done['seq'] < ready[0]['seq']
            and any(e['callback'] == 'set_state' and e['seq'] > done['seq'] for e in r.all('handle-scheduled')))


def parallel_overlaps(r):
    started, done = r.all('job-started'), r.all('job-done')
    return len(started) == len(done) == 2 and max(e['seq'] for e in started) < min(e['seq'] for e in done)


def parallel_in_threads(r):
    return len({e['thread'] for e in r.all('job-started')}) == 2 and 'The same number: True' in r.stdout


def slow_is_told(r):
    told = [e for e in r.all('warning') if "name='Task-3'" in e['value']]
    done = r.all('task-done', subject=r.task('Task-3'))
    return (len(told) == 1 and told[0]['seq'] > done[0]['seq']
            and re.search(r'took (0\.1[5-9]|0\.[2-9]|[1-9])', told[0]['value']) is not None)


def context_waits_to_enter(r):
    suspended = r.all('task-suspended', subject=r.task('Task-1'))
    return suspended[0]['wait'] == 'io' and suspended[0]['seq'] < r.printed('Task-1')[0]['seq']


def context_lets_the_server_answer(r):
    server = r.task('Task-2')
    printed = r.printed('Task-1')
    return (printed[0]['seq'] < r.printed('Task-2')[0]['seq'] < printed[1]['seq']
            and 'sleep' in [e['wait'] for e in r.all('task-suspended', subject=server)])


def cancel_asks_the_task(r):
    asked = r.at('task download cancel')
    turn = r.turn('download', 2)
    return (r.times[asked] == 5 and re.match('handle .* scheduled wakeup of download', r.lines[asked + 1]) is not None
            and re.match('handle .* cancelled', turn[1]) is not None and turn[-1] == 'task download done cancelled'
            and r.time('task Task-1 turn 7') == 6 and "output Task-1 'It was cancelled.'" in r.turn('Task-1', 7)
            and r.turn('Task-1', 7)[-1] == 'task Task-1 done result None')


def cancel_not_at_once(r):
    turn = next(r.turn('Task-1', n) for n in range(1, 8) if 'task download cancel' in r.turn('Task-1', n))
    return (turn.index('task download cancel') < turn.index("output Task-1 'After 5 s it is not done.'")
            and r.turns('download') == 2)


def future_makes_ready(r):
    turn = r.turn('courier', 2)
    return ('task Task-1 suspended future' in r.lines
            and any(re.match('handle .* scheduled wakeup of Task-1', line) for line in turn)
            and turn[-1] == 'task courier done result None'
            and r.iteration('task Task-1 turn 2') == r.iteration('task courier turn 2') + 1)


def puts_in_one_turn(r):
    puts = [f"output Producer 'put {item}'" for item in range(10)]
    return r.turns('Producer') == 1 and [line for line in r.turn('Producer', 1) if line in puts] == puts


def queue_for_threads_blocks(r):
    return not inspect.iscoroutinefunction(queue.Queue.get) and 'timeout' in inspect.signature(queue.Queue.get).parameters


def put_waits_when_full(r):
    firsts = [next(line for line in r.turn('Producer', n) if line.startswith('output')) for n in (2, 3, 4)]
    return (r.turns('Producer') == 4 and len(r.find('task Producer suspended queue-put')) == 3
            and firsts == [f"output Producer 'put {item}'" for item in (3, 6, 9)])


def future_all_in_one_turn(r):
    printed = [line for line in r.turn('Task-1', 1) if line.startswith('output')]
    return r.turns('Task-1') == 1 and len(printed) == 5 and printed[2] == "output Task-1 'Is it done? yes'"


def manual_loop_runs_the_guest_too(r):
    stopped = [r.times[i] for i in r.find('loop 1 stopped')]
    return (stopped == [2, 3] and r.time("output guest 'guest 1'") == 1 and r.time("output guest 'guest 2'") == 2
            and r.order('loop 1 stopped', 'loop 1 started', "output guest 'guest 3'", 'loop 1 stopped'))


def manual_loop_cleans_nothing_up(r):
    between = r.lines[r.at('loop 1 stopped'):r.at('loop 1 started', r.at('loop 1 stopped'))]
    return (between[1:] == ["output - 'host is done'", "output - 'The loop stands still.'"]
            and not r.find('task .* cancel') and not r.find('task .* created shutdown'))


def call_soon_in_the_next_iteration(r):
    bells = [f"output - 'The {bell} bell rings.'" for bell in ('first', 'second', 'late')]
    kept, back = "output Task-1 'main keeps its turn.'", "output Task-1 'main is back.'"
    return (r.order('handle 2 scheduled ring', 'handle 3 scheduled ring', kept, *bells[:2], back, bells[2])
            and {r.iteration(line) for line in (*bells[:2], back)} == {r.iteration(kept) + 1})


def lost_update_across_an_await(r):
    return (r.order("output Task-2 'The balance is 100; 10 to come.'", "output Task-3 'The balance is 100; 20 to come.'",
                    "output Task-2 'Now the balance is 110.'", "output Task-3 'Now the balance is 120.'",
                    "output Task-1 '100 and 10 and 20 make 120.'"))


def wait_for_waits_for_the_end(r):
    return r.order('polled 2000000000', 'task Task-1 turn 2', 'task download cancel', 'task Task-1 suspended wait-for',
                   'task download turn 2', 'task download done cancelled', 'task Task-1 turn 3',
                   "output Task-1 'It took too long.'")


def shield_only_of_this_await(r):
    return (not r.find('task download cancel') and r.time('task download done result None') == 3.0
            and r.time('task Task-1 done result None') == 4.0
            and r.order('task Task-1 done result None', 'task upload cancel', 'task upload done cancelled'))


def poison_pill_ends_the_consumer(r):
    got = [line for line in r.turn('Consumer', 2) if line.startswith('output')]
    return (got == [f"output Consumer 'got {item}'" for item in range(10)] + ["output Consumer 'The consumer goes home.'"]
            and r.order('task Consumer done result None', 'task Task-1 turn 2') and r.turns('Task-1') == 2
            and not r.find('task .* cancel'))


def join_waits_on_an_empty_queue(r):
    got, joining = r.at("output Consumer 'got 2'"), r.at('task Task-1 suspended queue-join')
    return got < r.at('task Consumer suspended queue-get', got) < joining


def join_never_returns(r):
    endless = r.at('poll forever')
    return (r.order('task Task-1 suspended queue-join', 'poll forever', 'task Task-1 cancel', 'task Task-1 done cancelled',
                    'task Consumer cancel', 'task Consumer done cancelled', "output - 'Interrupted.'")
            and r.times[endless] == 0 and r.time('task Task-1 cancel') == 5 and not r.find("output Task-1 'All is done"))


def letters_never_end(r):
    names = [f'{what} {number}' for number in range(2) for what in ('Producer', 'Consumer')]
    return (r.order('task Task-1 suspended gather', 'task Task-1 cancel', *(f'task {name} cancel' for name in names),
                    'task Task-1 done cancelled', 'loop 1 closed', "output - 'Interrupted.'")
            and r.time('task Task-1 cancel') == 20 and not r.find("output Task-1 "))


def letters_end_in_order(r):
    names = [f'{what} {number}' for number in range(2) for what in ('Producer', 'Consumer')]
    return all(r.order(f'task {name} cancel', f'task {name} done cancelled', 'loop 1 closed') for name in names)


def pipeline_join_counts(r):
    joining, back = r.at('task Task-1 suspended queue-join'), r.at("output Task-1 'All is done.'")
    waiting = r.find('task Consumer [01] suspended (queue-get|sleep)', 0, back)
    return joining < waiting[-1] < back and not r.find('task Consumer [01] done', 0, back)


def pipeline_does_not_await_the_consumers(r):
    main_done = r.at('task Task-1 done result None')
    ended = r.find('task Consumer [01] done cancelled')
    return (len(ended) == 2 and min(ended) > main_done and max(ended) < r.at('loop 1 stopped')
            and not r.find('task .* suspended task Consumer'))


def awaitable_is_no_base_class(r):
    kinds = asyncio.Future, types.CoroutineType
    return ("output Task-1 'The kettle is on.'" in r.turn('Task-1', 1)
            and all(issubclass(kind, collections.abc.Awaitable)
                    and collections.abc.Awaitable not in kind.__mro__ for kind in kinds))


def awaitable_needs_no_task(r):
    gathering = r.at('task Task-1 suspended gather')
    return (r.turn('Task-1', 1)[-1] == 'task Task-1 suspended sleep' and r.time('task Task-1 turn 2') == 2
            and not r.find('task .* created', r.at('task Task-1 turn 1'), r.at('task Task-1 turn 2'))
            and len(r.find('task .* created _wrap_awaitable', 0, gathering)) == 2
            and r.time('task Task-2 suspended sleep') == r.time('task Task-3 suspended sleep') == 2)


def async_generator_is_no_task(r):
    taken = [f"output Task-1 'Reading {number} is taken.'" for number in (1, 2, 3)]
    return ({r.lines[i].split()[1] for i in r.find('task .* created (?!shutdown_)')} == {'Task-1', 'clock'}
            and [r.time(line) for line in taken] == [1, 3, 5] and r.time("output Task-1 'That was the last one.'") == 6
            and [r.turn('Task-1', n)[-1] for n in (1, 2, 3)] == 3 * ['task Task-1 suspended sleep'])


def async_generator_yields_within_a_turn(r):
    ticks = [r.times[i] for i in r.find("output clock 'tick'")]
    told = [[line for line in r.turn('Task-1', n) if line.startswith('output')] for n in (2, 4, 6)]
    return (ticks == [0.9, 1.8, 2.7, 3.6, 4.5, 5.4]
            and told == [[f"output Task-1 'Reading {n} is taken.'",
                          f"output Task-1 'main is told that it is {17 + n} degrees.'"] for n in (1, 2, 3)])


def async_comprehension_one_by_one(r):
    times = [r.time(f"output Task-1 '{line}.'") for line in
             ('The odd ones are [1, 3]', 'One by one: [1, 9]', 'All at once: [1, 9]')]
    return (times == [1.5, 3.5, 4.5] and not r.find('task .* created square', 0, r.at("output Task-1 'One by one: [1, 9].'"))
            and len(r.find('task .* created square')) == 2)


def async_comprehension_lets_others_run(r):
    ends = [0, *(r.at(f"output Task-1 '{line}.'") for line in ('The odd ones are [1, 3]', 'One by one: [1, 9]'))]
    return [len(r.find("output clock 'tick'", *between)) for between in zip(ends, ends[1:])] == [1, 2]


def deadlock_for_ever(r):
    stuck = r.at('poll forever')
    return (r.order('task Ada suspended lock', 'task Ben suspended lock', 'poll forever') and r.times[stuck] == 1
            and not r.find('(timer|task)', stuck, r.at('task Task-1 cancel')))


def deadlock_ends_by_ctrl_c(r):
    return (r.order('task Task-1 cancel', 'task Ada cancel', 'task Ada done cancelled', "output Ben 'Ben has both.'",
                    'task Ben done result None', 'task Task-1 done cancelled')
            and r.time('task Task-1 cancel') == 5 and not r.find('task Ben cancel'))


# By example: how "what happens" begins, and the question that answers it.
STATEMENTS = guidetasks.STATEMENTS | {
    'blocking-sleep': {
        'That is so. All three tasks are ready at 1 s': blocking_sleep_holds,
    },
    'busy-loop': {
        'Only where they await.': busy_is_one_turn,
        'It can do so between two turns only.': busy_holds_the_other,
    },
    'sleep-zero': {
        'sleep(0) waits for no time at all.': sleep_zero_gives_turns,
        'Hardly': sleep_zero_costs_little,
    },
    'to-thread': {
        'A file is always ready': to_thread_waits_for_it,
        'It runs coroutines and callbacks in one.': to_thread_is_another_thread,
    },
    'parallel': {
        'Both workers have begun': parallel_overlaps,
        'In C they do.': parallel_in_threads,
    },
    'slow-callback': {
        'Debug mode tells by itself': slow_is_told,
    },
    'cancel': {
        'cancel() first of all asks the task itself': cancel_asks_the_task,
        'It does not stop at once': cancel_not_at_once,
    },
    'wait-for': {
        'It is called TimeoutError': wait_for_waits_for_the_end,
    },
    'shield': {
        'Only by way of this await': shield_only_of_this_await,
    },
    'async-context': {
        'Outside of a coroutine it cannot stand': context_waits_to_enter,
        'The task does; the loop goes on': context_lets_the_server_answer,
    },
    'future': {
        'So it is, and at once': future_all_in_one_turn,
    },
    'await-future': {
        'The future is done at once, but nobody runs because of that': future_makes_ready,
    },
    'awaitable': {
        'They only behave as one': awaitable_is_no_base_class,
        'That is so, and it is all that await asks for': awaitable_needs_no_task,
    },
    'manual-loop': {
        'It runs the loop until then': manual_loop_runs_the_guest_too,
        'And to all the duties of run()': manual_loop_cleans_nothing_up,
    },
    'call-soon': {
        'That is so, and not before': call_soon_in_the_next_iteration,
    },
    'lost-update': {
        'Not between two awaits': lost_update_across_an_await,
    },
    'producer-consumer': {
        'On a queue without a size limit it does not': puts_in_one_turn,
        'That is the queue for threads': queue_for_threads_blocks,
    },
    'bounded-queue': {
        'With a maxsize it does, whenever the queue is full': put_waits_when_full,
    },
    'poison-pill': {
        'That is so, and it ends the consumer': poison_pill_ends_the_consumer,
    },
    'forgotten-task-done': {
        'That is not what join() waits for': join_waits_on_an_empty_queue,
        'This is what it does': join_never_returns,
    },
    'letters': {
        'gather() waits for all four': letters_never_end,
        'That is so, and it is an orderly end': letters_end_in_order,
    },
    'pipeline': {
        'It only waits for the count': pipeline_join_counts,
        'It asks them to end and does not await': pipeline_does_not_await_the_consumers,
    },
    'deadlock-locks': {
        'Where a lock is needed': deadlock_for_ever,
        'So one can. Ctrl-C cancels main': deadlock_ends_by_ctrl_c,
    },
    'async-generator': {
        'That is so. readings() is no task': async_generator_is_no_task,
        'It is their awaits that do so': async_generator_yields_within_a_turn,
    },
    'async-comprehension': {
        'That is so. “await” within a comprehension': async_comprehension_one_by_one,
        'So they do, wherever they wait': async_comprehension_lets_others_run,
    },
}


def question(example, happens):
    """The question that answers a remark's "what happens", or None."""
    for beginning, asked in STATEMENTS.get(example, {}).items():
        if happens.startswith(beginning):
            return asked
    return None
