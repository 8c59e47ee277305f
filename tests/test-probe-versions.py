#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe's tests with later versions of CPython, each as far as it is found: as python3.N on PATH, or in
LOOPSCOPE_PYTHONS, a list of interpreters with colons between.

    test-probe-versions.py LOOPSCOPE [TEST...]

What compares with the record of CPython 3.11 is left out: what later versions do in another way is theirs.  Instead
there are programs of what only they have, and the examples' output in virtual time.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

HERE = pathlib.Path(__file__).parent
PROBE = HERE.parent / 'src' / 'probe'
EXAMPLES = HERE.parent / 'src' / 'examples'
VERSIONS = ('3.12', '3.13', '3.14')
TESTS = ('probe', 'probe-control', 'probe-generators', 'probe-host', 'probe-hostile', 'probe-keep', 'probe-moments', 'probe-programs',
         'probe-real', 'probe-run', 'probe-snapshot')
TIME_LIMIT = 400                     # s, of a test
SHOW = 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)'
CASE = re.compile(r'^(not )?ok \d+ (?:- )?(.*?)(?: # SKIP (.*))?$')

# By the version that they need: what is printed, and how many tasks there are.
PROGRAMS = {
    'tasks that begin at once': ('3.12', 7, '''
        import asyncio
        async def work(n, seconds):
            if seconds: await asyncio.sleep(seconds)
            return n
        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            tasks = [asyncio.create_task(work(1, 0)), asyncio.create_task(work(2, 1), name='two'), asyncio.create_task(work(3, 9))]
            print(tasks[0].done(), tasks[1].get_name(), await tasks[1], tasks[2].get_name())
            print(await asyncio.gather(work(4, 0), work(5, 1)))
            tasks[2].cancel('enough')
            try: await tasks[2]
            except asyncio.CancelledError as error: print(error)
            async with asyncio.TaskGroup() as group: print(group.create_task(work(6, 1)).done())
        asyncio.run(main())'''),
    'a queue that is shut down': ('3.13', 5, '''
        import asyncio
        async def put(queue, n):
            try: await queue.put(n)
            except asyncio.QueueShutDown: print('refused', n)
        async def main():
            queue = asyncio.Queue(2)
            tasks = [asyncio.create_task(put(queue, n)) for n in range(4)]
            await asyncio.sleep(0)
            queue.shutdown(immediate=True)
            await asyncio.gather(*tasks); await queue.join()
        asyncio.run(main())'''),
    'as_completed, walked asynchronously': ('3.13', 6, '''
        import asyncio
        async def work(n):
            await asyncio.sleep(n)
            return n
        async def main():
            async for task in asyncio.as_completed([work(2), work(1), work(3)]): print(task.result())
            for soon in asyncio.as_completed([work(2), work(1)], timeout=1.5):
                try: print(await soon)
                except TimeoutError: print('late')
        asyncio.run(main())'''),
    'a child process': ('3.12', 5, '''
        import asyncio, sys
        async def main():
            child = await asyncio.create_subprocess_exec(sys.executable, '-c', 'print(1)', stdout=asyncio.subprocess.PIPE)
            print(await child.communicate(), child.returncode)
        asyncio.run(main())'''),
    'callbacks from other threads': ('3.12', 1, '''
        import asyncio, threading
        def say(text): print(text)
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon_threadsafe(say, 'here')
            thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(say, 'there'))
            thread.start(); thread.join()
            cancelled = loop.call_soon_threadsafe(say, 'nowhere')
            cancelled.cancel()
            print(isinstance(cancelled, asyncio.Handle), cancelled)
            await asyncio.sleep(0.01)
        asyncio.run(main())'''),
    'tasks of which some begin at once': ('3.14', 7, '''
        import asyncio
        async def work(n, seconds):
            print(n)
            if seconds: await asyncio.sleep(seconds)
            return n
        async def main():
            tasks = [asyncio.create_task(work(n, n), name=str(n), eager_start=n != 1) for n in range(3)]
            print([task.done() for task in tasks], tasks, await asyncio.gather(*tasks))
            async with asyncio.TaskGroup() as group: print(group.create_task(work(4, 0), eager_start=True).done())
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            print(await asyncio.create_task(work(5, 0), eager_start=False), await asyncio.create_task(work(6, 0)))
        asyncio.run(main())'''),
}
STAYS_REAL = 'loopscope: in virtual time these stayed real'
AT_END = 2                           # tasks that asyncio.run() makes to clear away


def interpreters():
    """Path of the interpreter of each version that there is."""
    found = {}
    for word in [*os.environ.get('LOOPSCOPE_PYTHONS', '').split(':'), *map('python{}'.format, VERSIONS)]:
        path = shutil.which(word) if word else None
        told = subprocess.run([path, '-c', SHOW], capture_output=True, text=True) if path else None
        if told is not None and told.returncode == 0:
            version, executable = told.stdout.rstrip('\n').split(' ', 1)
            found.setdefault(version, executable)
    return found


def number(version):
    return tuple(map(int, version.split('.')))


class Version:
    """The tests' cases with one version of CPython."""

    def __init__(self, tap, loopscope, version, executable):
        self.tap, self.loopscope, self.version, self.executable = tap, loopscope, version, executable

    def case(self, ok, name, comment=''):
        self.tap.case(ok, f'{self.version}: {name}', comment)

    def run_test(self, name):
        """Another program of cases: each is one of ours."""
        env = dict(os.environ, LOOPSCOPE_TEST_PYTHON=self.executable)
        try:
            ended = subprocess.run([sys.executable, HERE / f'test-{name}.py', self.loopscope], env=env, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            self.case(False, f'{name}: it ends in time')
            return
        lines = ended.stdout.splitlines()
        for at, line in enumerate(lines):
            if not (found := CASE.match(line)):
                continue
            comment = '\n'.join(lines[at + 1:at + 30]) if found[1] else ''
            if found[3]:
                self.tap.skip(f'{self.version}: {name}: {found[2]}', found[3])
            else:
                self.case(not found[1], f'{name}: {found[2]}', comment)
        if ended.returncode != 0 or not any(line.startswith('1..') for line in lines):
            self.case(False, f'{name}: it ends well', '\n'.join(lines[-20:]))

    def execute(self, folder, script, *arguments, trace=None):
        env = dict(os.environ, PYTHONDONTWRITEBYTECODE='1')
        if trace:
            env.update(LOOPSCOPE_TRACE=trace, LOOPSCOPE_CLOCK='instant', PYTHONPATH=str(PROBE / 'sitecustomize'))
        return subprocess.run([self.executable, script, *arguments], env=env, cwd=folder, capture_output=True, text=True,
                              timeout=60)

    def events(self, trace):
        dump = subprocess.run([self.loopscope, 'dump', '--json', trace], capture_output=True, text=True)
        return json.loads(dump.stdout)['events'] if dump.returncode == 0 else []

    def run_program(self, folder, name, n_tasks, source):
        script, trace = os.path.join(folder, 'program.py'), os.path.join(folder, 'a.looptrace')
        pathlib.Path(script).write_text(textwrap.dedent(source))
        plain, recorded = self.execute(folder, script), self.execute(folder, script, trace=trace)
        errors = ''.join(line for line in recorded.stderr.splitlines(True) if not line.startswith(STAYS_REAL))
        self.case((plain.stdout, plain.stderr, plain.returncode) == (recorded.stdout, errors, recorded.returncode),
                  f'{name}: it ends as without the probe', f'{plain.stdout}{plain.stderr}--\n{recorded.stdout}{recorded.stderr}')
        events = self.events(trace)
        tasks = [[event['subject'] for event in events if event['event'] == kind] for kind in ('task-created', 'task-done')]
        self.case(len(set(tasks[0])) == n_tasks + AT_END and sorted(tasks[0]) == sorted(tasks[1]),
                  f'{name}: every task is told, with its end', str(tasks))
        for begin, end in ('queue-put', 'queue-get'), ('child-watched', 'child-exited'):
            balance = sum((event['event'] == begin) - (event['event'] == end) for event in events)
            self.case(balance == 0, f'{name}: as many {end} as {begin}', str(balance))
        said = [event for event in events if event['event'] == 'handle-scheduled' and event['callback'] == 'say']
        self.case(len(said) == source.count('threadsafe(say'), f'{name}: callbacks from threads are told', str(said))
        self.case(events and events[-1]['event'] == 'loop-closed', f'{name}: it is recorded to its end')

    def run_examples(self, folder):
        """In virtual time, each prints what its C version does; each turn has its end."""
        for example in json.loads((EXAMPLES / 'catalogue.json').read_text()):
            name, trace = example['name'], os.path.join(folder, 'a.looptrace')
            if example['clock'] == 'real' or 'interrupt-at' in example:
                continue
            ended = self.execute(folder, EXAMPLES / f'{name}.py', *example['arguments'], trace=trace)
            printed = ''.join(event['value'] for event in self.events(trace)
                              if event['event'] == 'output' and event.get('stream', 'stdout') == 'stdout')
            self.case(ended.stdout and 'fault' not in ended.stderr and ended.stdout == printed,
                      f'{name}: what it prints is told', f'{ended.stdout}{ended.stderr}--\n{printed}')
            kinds = [event['event'] for event in self.events(trace)]
            turns, ends = kinds.count('turn'), kinds.count('task-suspended') + kinds.count('task-done')
            self.case(0 < turns == ends, f'{name}: every turn is told, with its end', f'{turns} began, {ends} ended')


def main():
    tap = Tap()
    found = interpreters()
    for version in VERSIONS:
        if version not in found:
            tap.skip(f'CPython {version}', 'neither on PATH nor in LOOPSCOPE_PYTHONS')
            continue
        one = Version(tap, os.path.abspath(sys.argv[1]), version, found[version])
        with tempfile.TemporaryDirectory() as folder:
            for name, (since, n_tasks, source) in PROGRAMS.items():
                if number(since) <= number(version):
                    one.run_program(folder, name, n_tasks, source)
            one.run_examples(folder)
        for name in sys.argv[2:] or TESTS:
            one.run_test(name)
    tap.done()


main()
