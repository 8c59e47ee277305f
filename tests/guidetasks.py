# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Guide says of the examples about coroutines and tasks: a part of guide.py."""
import asyncio
import inspect
import re


def hello_new_loop(r):
    closing = r.at('loop 1 closed')
    return (r.lines[0] == 'loop 1 created' and r.lines[1] == 'task Task-1 created main'
            and not r.find('(?!output)', closing + 1))


def hello_closing_tasks(r):
    names = [r.lines[i].split()[1] for i in r.find('task .* created shutdown_')]
    return (r.order('task Task-1 turn 2', f'task {names[0]} created shutdown_asyncgens',
                    f'task {names[1]} created shutdown_default_executor', 'loop 1 closed')
            and r.find('task Task-1 done')[0] < r.at(f'task {names[0]} created shutdown_asyncgens')
            and [r.turns(name) for name in names] == [1, 1])


def two_tasks_one_poll(r):
    asleep, fired = r.at('task task2 suspended sleep'), r.find('timer .* fired')[0]
    return (len(r.find('poll ', asleep, fired)) == 1 and not r.find('task .* turn', asleep, fired)
            and r.times[asleep] == 0 and r.times[fired] == 3)


def two_tasks_second_await(r):
    fired = r.find('timer .* fired')
    return (len(fired) == 2 and r.iteration(r.lines[fired[0]]) == r.iteration(r.lines[fired[1]])
            and r.order("output task2 'world'", 'task task2 done result None', 'task Task-1 turn 2')
            and r.turn('Task-1', 2)[-1] == 'task Task-1 done result None')


def gather_count_runs_all(r):
    waiting, back = r.at('task Task-1 suspended gather'), r.at('task Task-1 turn 2')
    turns = [r.lines[i] for i in r.find('task .* turn', waiting, back)]
    return sorted(turns) == [f'task Task-{task} turn {turn}' for task in (2, 3, 4) for turn in (1, 2)]


def never_awaited_runs_nothing(r):
    warned = r.at("warning RuntimeWarning: coroutine 'greet' was never awaited")
    return ('Hello, Ada!' not in '\n'.join(r.lines) and "output Task-1 'Hello, Grace!'" in r.turn('Task-1', 1)
            and not r.find('task .* created greet') and warned < r.at('task Task-1 done result None'))


def never_awaited_not_run_by_the_call(r):
    outputs = [r.lines[i] for i in r.find('output ')]
    return outputs[0] == "output Task-1 'Nobody has been greeted yet.'"


def await_plain_keeps_the_turn(r):
    sums = [f"output Task-1 '{number} and one is {number + 1}.'" for number in range(3)]
    return (r.order('handle 2 scheduled step of onlooker', *sums, 'task Task-1 suspended task onlooker',
                    'task onlooker turn 1')
            and [line for line in r.turn('Task-1', 1) if line in sums] == sums)


def await_plain_needs_no_await(r):
    return inspect.iscoroutinefunction(add_one) and "output Task-1 '0 and one is 1.'" in r.lines


async def add_one(number):
    return number + 1


def sequential_nobody_else(r):
    asleep = r.find('task Task-1 suspended sleep')
    resumed = [r.at(f'task Task-1 turn {turn}') for turn in (2, 3)]
    return ([r.times[i] for i in asleep] == [0, 2] and [r.times[i] for i in resumed] == [2, 8]
            and all(len(r.find('poll ', *ends)) == 2 and not r.find('task .* turn', *ends)
                    for ends in zip(asleep, resumed)))


def chain_is_one_task(r):
    printed = [line for line in r.turn('Task-1', 2) if line.startswith('output')]
    return (len(r.find('task .* created (?!shutdown_)')) == 1 and len(r.find('task Task-1 suspended')) == 1
            and len(printed) == 3 and r.turn('Task-1', 2)[-1] == 'task Task-1 done result None')


def create_task_starts_at_the_first_suspension(r):
    return (r.order('task baker created bake', "output Task-1 'The task is made.'", 'task Task-1 suspended sleep',
                    'task baker turn 1', "output baker 'The oven is on.'", "output Task-1 'main awaits the task.'")
            and r.time('task baker turn 1') == 0 and r.time('task Task-1 suspended task baker') == 1)


def asyncio_has_no_create(r):
    return not hasattr(asyncio, 'create') and hasattr(asyncio, 'create_task')


def three_tasks_in_one_iteration(r):
    fired = r.find('timer .* fired')
    done = [r.at(f'task {name} done result None') for name in ('tea', 'coffee', 'cocoa')]
    return ({r.times[i] for i in fired} == {3} and len(fired) == 3
            and len({r.iteration(r.lines[i]) for i in fired}) == 1
            and max(done) < r.at('task Task-1 turn 2') and r.turns('Task-1') == 2)


def ticking_main_sleeps(r):
    ticks = r.find("output Task-1 'tick")
    waits = [len(r.find('poll (?!0.0$)', *ends)) for ends in zip(ticks, ticks[1:])]
    return waits == [1, 1, 1] and r.turns('long') == 2 and r.turns('Task-1') == 5


def ten_timers_in_one_iteration(r):
    fired = r.find('timer .* fired')
    return (len(fired) == 10 and len({r.iteration(r.lines[i]) for i in fired}) == 1
            and len({line.split()[3] for line in r.lines if re.match('timer .* armed', line)}) == 10
            and r.time("output Task-1 '10 calls took 1 s.'") == 1)


def gather_results_start_in_order(r):
    started = [i for number in (3, 4, 5) for i in r.find(f"output .* 'Starting {number}.'")]
    return len(started) == 3 and started == sorted(started)


def gather_results_one_at_a_time(r):
    first = [r.turn(f'Task-{task}', 1) for task in (2, 3, 4)]
    asleep = max(r.at(f'task Task-{task} suspended sleep') for task in (2, 3, 4))
    return (all(turn[-1].endswith('suspended sleep') and len([line for line in turn if ' turn ' in line]) == 1
                for turn in first) and r.times[asleep] == 0)


def gather_results_order_of_arguments(r):
    done = [r.lines[i].split()[1] for i in r.find('task Task-[234] done')]
    return done == ['Task-3', 'Task-4', 'Task-2'] and "output Task-1 '[9, 16, 25]'" in r.lines


def task_fails_at_the_await(r):
    failed = r.at('task front done exception ValueError: key 1 does not fit')
    met = "output Task-1 'At the front door: key 1 does not fit.'"
    return (failed < r.at('task Task-1 turn 2') and met in r.turn('Task-1', 2)
            and r.iteration(met) == r.iteration(r.lines[failed]) + 1)


def task_fails_unheard(r):
    failed = r.at('task back done exception ValueError: key 2 does not fit')
    reported = r.at('exception-handler Task exception was never retrieved: ValueError: key 2 does not fit')
    return (r.times[failed] == 1 and r.times[reported] == 2
            and r.order('task Task-1 turn 3', r.lines[reported], 'task Task-1 done result None'))


def run_cleanup_cancels_the_consumer(r):
    return (r.order('task Task-1 done result None', 'loop 1 stopped', 'task Consumer cancel', 'task Watch cancel',
                    'loop 1 started', 'task Consumer turn 2', "output Consumer 'The consumer tidies up.'",
                    'task Consumer done cancelled', 'loop 1 closed')
            and r.times[-1] == 1)


def run_cleanup_ends_the_watch(r):
    return (r.order('task Watch cancel', 'task Watch done cancelled', 'loop 1 closed')
            and not r.find("output Watch") and r.time('task Watch done cancelled') == 1)


def as_completed_in_order_of_ending(r):
    times = [r.time(f"output Task-1 'Page {page} is here.'") for page in 'BCA']
    return times == [1.0, 2.0, 3.0] and r.order('task A created fetch', 'task B created fetch')


def ensure_future_only_schedules(r):
    made = "output - 'Two tasks are made, and nobody has been greeted.'"
    return r.order('task Task-1 created greet', 'task Task-2 created greet', made, 'loop 1 started',
                   'task Task-1 turn 1', "output Task-1 'Hello, Ada!'")


def ensure_future_runs_every_task(r):
    fired = r.find('timer .* fired')
    return (len(fired) == 2 and r.iteration(r.lines[fired[0]]) == r.iteration(r.lines[fired[1]])
            and r.order('task Task-1 turn 1', 'task Task-2 turn 1', 'task Task-1 done result 3',
                        'task Task-2 done result 5', 'loop 1 stopped', "output - 'Is Grace greeted? yes'"))


# As in guide.py.
STATEMENTS = {
    'hello': {
        'It creates a new event loop.': hello_new_loop,
        'So it does, and the shutting down is itself done by tasks': hello_closing_tasks,
    },
    'never-awaited': {
        'It is not: a coroutine object does nothing': never_awaited_runs_nothing,
        'That is so. Both calls have returned': never_awaited_not_run_by_the_call,
    },
    'await-plain': {
        'Only if something inside suspends': await_plain_keeps_the_turn,
        'It need not be there': await_plain_needs_no_await,
    },
    'sequential': {
        'That is so. The sleep does give the loop back': sequential_nobody_else,
    },
    'chain': {
        'It is the whole task that waits, once': chain_is_one_task,
    },
    'create-task': {
        'It begins at its maker’s first suspension': create_task_starts_at_the_first_suspension,
        'There is no such function': asyncio_has_no_create,
    },
    'two-tasks': {
        'It does not. Between 0 and 3 s there is one poll': two_tasks_one_poll,
        'Here the line changes nothing': two_tasks_second_await,
    },
    'three-tasks': {
        'That is so: all three timers fire at 3 s': three_tasks_in_one_iteration,
    },
    'ticking-main': {
        'Most of the time there is nothing else to run': ticking_main_sleeps,
    },
    'gather-count': {
        'run() goes on until main is done': gather_count_runs_all,
    },
    'non-blocking-calls': {
        'It does. The ten timers': ten_timers_in_one_iteration,
    },
    'gather-results': {
        'They start in the order of the arguments': gather_results_start_in_order,
        'It runs them concurrently': gather_results_one_at_a_time,
        'So it does. They are done in the order': gather_results_order_of_arguments,
    },
    'as-completed': {
        'Its name is as_completed()': as_completed_in_order_of_ending,
    },
    'ensure-future': {
        'It only schedules': ensure_future_only_schedules,
        'So it does, and not only the one': ensure_future_runs_every_task,
    },
    'task-fails': {
        'So it is: a task keeps its exception': task_fails_at_the_await,
        'And as with a future, an exception': task_fails_unheard,
    },
    'run-cleanup': {
        'Not under run()': run_cleanup_cancels_the_consumer,
        'Only main is run until it is complete': run_cleanup_ends_the_watch,
    },
}
