#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One example of each group: the Guide's button leads to the step that it promises, and the stage shows it."""
import sys

import driver
from cases import at_step, run, shots
from driver import wait_for

# Group: example, what the step's sentence says, what else the stage tells of.
EXAMPLES = {
    'basics': ('sequential', 'The loop sleeps until 8.000 s', ['Waiting, Timers, 1: main, wakes at 8.000 s']),
    'tasks': ('create-task', 'baker starts', ['Running: baker', 'Waiting, Timers, 1: main']),
    'blocking': ('to-thread', 'Task-2 hands read_slowly() to a worker', ['Workers', 'Waiting, gather, 1: main']),
    'cancelling': ('wait-for', 'main waits until download has ended',
                   ['Ready, next first, 1: download, to be cancelled', 'Waiting, wait_for, 1: main']),
    'futures': ('await-future', 'courier sets the result', ['Waiting, future, 1: main']),
    'the-loop': ('call-soon', 'The callback ring() prints', ['Running: ring, callback']),
    'queues': ('bounded-queue', 'Producer waits to put',
               ['waits to put, 1: Producer', 'Queue: full with 3 items']),
    'a-task-done-forgotten': ('forgotten-task-done', 'main waits in join()', ['waits in join, 1: main, 3 items']),
    'locks': ('deadlock-locks', 'Nothing can run again: Ada and Ben wait for each other',
              ['Waiting, Deadlock, 3', 'Ada, waits for lock_b, line 16', 'lock_b, held by Ben']),
    'iteration': ('async-generator', 'main asks the generator readings(3)', ['Running: main']),
    'input-and-output': ('async-context', 'main waits for g_socket_client_connect_to_host()', ['Waiting, I/O, 1: main']),
}


def show_promised_step(example, sentence, parts):
    with driver.Window('--example', example) as window:
        at_step(window, 1)
        window.click('Show the step')
        wait_for(f'the step of “{sentence}”', lambda: window.picture('Stage').startswith(sentence))
        for part in parts:
            wait_for(f'“{part}” on the stage', lambda: part in window.picture('Stage'))
        window.screenshot(shots() / f'group-{example}.png')


for group, promised in EXAMPLES.items():
    globals()['test_' + group.replace('-', '_')] = lambda promised=promised: show_promised_step(*promised)

sys.exit(run(sys.modules[__name__]))
