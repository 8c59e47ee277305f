#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that do all they can to spoil it, in the window: it lives, says what happened, and shows what came before.

What their recording holds is tested without a window, in tests/test-probe-hostile.py.
"""
import json
import os
import pathlib
import subprocess
import sys
import textwrap

import driver
from cases import badge, position, ready, run, shots, step_in
from driver import wait_for

HOME = pathlib.Path(os.environ['HOME'])
LOOPSCOPE = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'], 'src', 'app', 'loopscope')
SANITIZED = b'__asan_init' in LOOPSCOPE.read_bytes()
N_TASKS = 2000 if SANITIZED else 50000
MEGABYTES = 5 if SANITIZED else 100

SUDDEN = '''
    import asyncio, ctypes, os, signal
    async def other():
        await asyncio.sleep(0.001)
    async def main():
        await asyncio.gather(*(other() for _ in range(10)))
        print('last', flush=True)
        {end}
    asyncio.run(main())
'''


class Program:
    """In a window, at full speed from its first step on."""

    def __init__(self, name, source):
        self.name = name
        path = HOME / f'{name}.py'
        path.write_text(textwrap.dedent(source).lstrip('\n'))
        self.window = driver.Window(str(path))
        self.notice = None

    def __enter__(self):
        try:
            ready(self.window)
        except driver.Missing as error:
            self.__exit__(type(error), error, None)
            raise
        self.notice = self.window.find('panel', 'Notice')
        self.window.key(*['plus'] * 6, 'space')
        return self

    def __exit__(self, *error):
        if error[0] is not None:
            self.window.screenshot(shots() / f'hostile-{self.name}-failed.png')
        return self.window.__exit__(*error)

    def says(self, part):
        """Above the stage."""
        return wait_for(f'“{part}”', lambda: next((text for text in self.window.texts(self.notice) if part in text), None))

    def ends(self):
        wait_for('the end', lambda: badge(self.window).startswith('ended'))

    def can_look_back(self):
        # All that there is of it has been read.
        wait_for('the end in view', lambda: step_in(badge(self.window)) == position(self.window))
        before = position(self.window)
        # The end may lie behind the last step's: then the first leads to that.
        self.window.key('Left', 'Left')
        wait_for(f'a step before {before}', lambda: before - 2 <= position(self.window) < before)

    def events(self):
        """Of its recording, which is read by another."""
        path = max(HOME.glob(f'.cache/loopscope/{self.name}.py-*.looptrace'))
        dumped = json.loads(subprocess.run([LOOPSCOPE, 'dump', '--json', path], capture_output=True, check=True).stdout)
        assert not dumped['problems'], dumped['problems']
        assert [event['seq'] for event in dumped['events']] == list(range(len(dumped['events'])))
        return dumped['events']

    def is_whole(self, last='last\n'):
        outputs = [event['value'] for event in self.events() if event['event'] == 'output']
        assert outputs[-1] == last, outputs[-3:]

    def picture(self):
        self.window.screenshot(shots() / f'hostile-{self.name}.png')


def ends_suddenly(name, end, words):
    with Program(name, SUDDEN.format(end=end)) as program:
        program.says(words)
        program.ends()
        program.picture()
        program.is_whole()
        program.window.has_text('last')
        program.can_look_back()


def test_leaves_at_once():
    ends_suddenly('exit', 'os._exit(5)', 'The program ended: exit code 5.')


def test_leaves_at_once_as_if_well():
    ends_suddenly('exit-well', 'os._exit(0)', 'The program ended at once, in a turn of main')


def test_kills_itself():
    ends_suddenly('kill', 'os.kill(os.getpid(), signal.SIGKILL)', 'killed by signal 9 (SIGKILL)')


def test_segmentation_fault():
    ends_suddenly('crash', 'ctypes.string_at(0)', 'crashed with signal 11 (SIGSEGV)')


def test_spins():
    with Program('spin', SUDDEN.format(end='while True: pass')) as program:
        program.says('main has held the loop for')
        wait_for('blocked', lambda: badge(program.window) == 'live · loop blocked')
        program.picture()
        # The first only asks the main task to end, which it cannot.
        program.window.point_at(program.window.find('push button', 'Interrupt'))
        program.says('main has held the loop for')
        program.window.key('ctrl+shift+k')
        program.says('killed by signal 9 (SIGKILL)')
        program.is_whole()
        program.can_look_back()


def test_runs_on_without_end():
    with Program('endless', '''
            import asyncio
            async def work():
                while True: await asyncio.sleep(0)
            async def main():
                await asyncio.gather(work(), work())
            asyncio.run(main())
            ''') as program:
        wait_for('many steps', lambda: position(program.window) > 5000)
        program.window.key('ctrl+shift+k')
        program.says('killed by signal 9 (SIGKILL)')
        program.ends()
        assert len(program.events()) > 5000
        program.can_look_back()


def test_many_tasks():
    with Program('tasks', f'''
            import asyncio
            async def one(number):
                await asyncio.sleep(0)
                return number
            async def main():
                print(sum(await asyncio.gather(*map(one, range({N_TASKS})))))
            asyncio.run(main())
            ''') as program:
        program.ends()
        program.picture()
        program.window.has_text(str(sum(range(N_TASKS))))
        program.can_look_back()


def test_much_output():
    with Program('output', f'''
            import asyncio, sys
            async def main():
                line = 'x' * 999 + '\\n'
                for _ in range({MEGABYTES}): sys.stdout.write(line * 1000)
            asyncio.run(main())
            ''') as program:
        program.ends()
        program.picture()
        program.window.has_text('(999 characters)')
        program.can_look_back()


def test_one_long_line():
    with Program('line', f'''
            import asyncio, sys
            async def main():
                for _ in range({MEGABYTES // 5}): sys.stdout.write('x' * 1000000)
                print()
            asyncio.run(main())
            ''') as program:
        program.ends()
        program.window.has_text(' characters)')
        program.can_look_back()


def test_deep_recursion():
    with Program('recursion', '''
            import asyncio
            async def down(depth):
                if depth: return await down(depth - 1) + 1
                await asyncio.sleep(0)
                return 0
            async def main():
                print(await down(600))
                await down(100000)
            asyncio.run(main())
            ''') as program:
        program.says('The program ended by an error at recursion.py:3. RecursionError')
        program.picture()
        program.window.has_text('600')
        program.can_look_back()


def test_forks():
    with Program('fork', '''
            import asyncio, os
            async def work(name):
                await asyncio.sleep(0)
                print(name, flush=True)
            async def main():
                pid = os.fork()
                if pid == 0:
                    await asyncio.create_task(work('the child'))
                    os._exit(3)
                os.waitpid(pid, 0)
                await asyncio.create_task(work('the parent'))
            asyncio.run(main())
            ''') as program:
        program.ends()
        program.window.has_text('the parent')
        program.is_whole('the parent\n')
        program.can_look_back()


def test_threads_that_call_the_loop():
    with Program('threads', '''
            import asyncio
            async def add(number):
                await asyncio.sleep(0)
                return number
            def call(loop):
                for number in range(50):
                    assert asyncio.run_coroutine_threadsafe(add(number), loop).result() == number
            async def main():
                loop = asyncio.get_running_loop()
                await asyncio.gather(*(asyncio.to_thread(call, loop) for _ in range(4)))
                print('well')
            asyncio.run(main())
            ''') as program:
        program.ends()
        program.window.has_text('well')
        program.is_whole('well\n')
        program.can_look_back()


def test_closes_inherited_descriptors():
    with Program('closes', '''
            import asyncio, os
            async def work():
                for _ in range(1000): await asyncio.sleep(0)
                print('well', flush=True)
                os._exit(0)
            async def main():
                os.closerange(3, 4096)
            try: asyncio.run(main())
            except OSError: pass
            asyncio.new_event_loop().run_until_complete(work())
            ''') as program:
        program.ends()
        program.window.has_text('well')
        program.is_whole('well\n')
        program.can_look_back()


def test_full_disk():
    """As a full disk, by a limit that everybody may set."""
    with Program('full', '''
            import asyncio, resource
            async def main():
                resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
                for _ in range(100000): await asyncio.sleep(0)
            asyncio.run(main())
            ''') as program:
        program.says('there was no more room for the trace')
        program.ends()
        program.says('there was no more room for the trace')
        program.picture()
        assert program.events()[-1]['event'] == 'dropped'
        program.can_look_back()


def test_without_a_loop():
    with Program('plain', 'print("begun")\nprint("well")') as program:
        program.says('The program ended without using an event loop')
        program.window.has_text('well')


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
