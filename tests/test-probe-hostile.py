#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that do all they can to spoil their recording: they end as without the probe, and the trace up to there is
complete and can be read; `loopscope run` says what happened.

    test-probe-hostile.py LOOPSCOPE [CASE...]
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import textwrap
import time

sys.dont_write_bytecode = True
from beside import PROBE, Ended, Trace, environment  # noqa: E402
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

CASES = {}
# What a sanitizer looks at is no more with more of them.
N_TASKS = 100000 if os.environ.get('LOOPSCOPE_SANITIZE', 'none') == 'none' else 10000
MAIN = 3                             # tasks of asyncio.run() itself: the main one, and two that clear away


def case(function):
    CASES[function.__name__.replace('_', '-')] = function
    return function


class Run:
    """A program's end without the probe and with it, and its trace."""

    def __init__(self, place, source, runtime=None, **options):
        self.script = place.write(source)
        self.plain = Ended(self.script, **options)
        self.recorded = Ended(self.script, trace=place.trace, runtime=runtime, **options)
        self.trace = Trace(place.loopscope, place.trace)
        place.tap.same(self.recorded.text[:100000], self.plain.text[:100000], f'{place.name}: it ends as without the probe')
        place.check('the trace can be read', not self.trace.problems, '\n'.join(map(str, self.trace.problems)))


class Place:
    """A case's own folder and name."""

    def __init__(self, tap, loopscope, name, folder):
        self.tap, self.loopscope, self.name, self.folder = tap, loopscope, name, folder
        self.trace = os.path.join(folder, 'a.looptrace')

    def write(self, source):
        path = os.path.join(self.folder, 'program.py')
        pathlib.Path(path).write_text(textwrap.dedent(source))
        return path

    def check(self, what, ok, comment=''):
        self.tap.case(ok, f'{self.name}: {what}', str(comment))

    def check_last(self, trace, text):
        """What was printed last is the last output in the trace, and who printed it still has its turn."""
        outputs = [event['value'] for event in trace.of('output')]
        self.check('what came last is there', outputs[-1:] == [text], outputs[-3:])
        self.check('whose turn it was is there', len(trace.of('turn')) == len(trace.of('task-suspended', 'task-done')) + 1)


# Programs that end of a sudden

SUDDEN = '''
    import asyncio, ctypes, os, signal
    async def other():
        await asyncio.sleep(0.001)
    async def main():
        await asyncio.gather(*(other() for _ in range(10)))
        print('last', flush=True)
        {end}
    asyncio.run(main())'''


def sudden(place, end):
    run = Run(place, SUDDEN.format(end=end))
    place.check_last(run.trace, 'last\n')
    return run


@case
def leaves_at_once(place):
    sudden(place, 'os._exit(5)')


@case
def kills_itself(place):
    sudden(place, 'os.kill(os.getpid(), signal.SIGKILL)')
    told_by_run(place, -signal.SIGKILL, 'SIGKILL')


@case
def segmentation_fault(place):
    sudden(place, 'ctypes.string_at(0)')
    told_by_run(place, -signal.SIGSEGV, 'SIGSEGV')


@case
def aborts(place):
    sudden(place, 'os.abort()')


def told_by_run(place, code, word):
    """`loopscope run` ends as the program does, and says of what."""
    kept = os.path.join(place.folder, 'kept.looptrace')
    ended = subprocess.run([place.loopscope, 'run', '-o', kept, PYTHON, os.path.join(place.folder, 'program.py')],
                           env=dict(environment(), LOOPSCOPE_PROBE=str(PROBE)), capture_output=True, text=True, timeout=60)
    place.check('“loopscope run” ends so too', ended.returncode == code, ended.returncode)
    place.check('“loopscope run” says it', word in ended.stderr and kept in ended.stderr, ended.stderr)
    place.check_last(Trace(place.loopscope, kept), 'last\n')


# Programs that do not end

def end_by(place, source, trace, *signals):
    """The end of a program that is sent signals when it has begun to spin."""
    child = subprocess.Popen([PYTHON, place.write(source)], env=environment(trace), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
    line = child.stdout.readline()
    for number in signals:
        time.sleep(0.2)
        child.send_signal(number)
    stdout, stderr = child.communicate(timeout=60)
    return f'{line}{stdout}--\n{stderr}--\n{child.returncode}\n'


def spins(place, *signals):
    source = SUDDEN.format(end='while True: pass')
    plain, recorded = end_by(place, source, None, *signals), end_by(place, source, place.trace, *signals)
    place.tap.same(recorded, plain, f'{place.name}: it ends as without the probe')
    trace = Trace(place.loopscope, place.trace)
    place.check('the trace can be read', not trace.problems, trace.problems)
    return trace


@case
def spins_and_is_killed(place):
    place.check_last(spins(place, signal.SIGKILL), 'last\n')


@case
def spins_and_is_interrupted(place):
    """The first only asks the main task to end."""
    trace = spins(place, signal.SIGINT, signal.SIGINT)
    place.check('the loop is closed', trace.is_complete and trace.of('loop-closed'), trace.events[-3:])


@case
def runs_on_without_end(place):
    """Killed amid as many events as it can make."""
    source = '''
        import asyncio
        async def work():
            while True: await asyncio.sleep(0)
        async def main():
            print('begun', flush=True)
            await asyncio.gather(work(), work())
        asyncio.run(main())'''
    end_by(place, source, place.trace, signal.SIGKILL)
    trace = Trace(place.loopscope, place.trace)
    numbers = [event['seq'] for event in trace.events]
    place.check('no event is missing', numbers == list(range(len(numbers))) and len(numbers) > 1000, trace.problems)


# Programs that do much

@case
def many_tasks(place):
    run = Run(place, '''
        import asyncio
        async def one(number):
            await asyncio.sleep(0)
            return number
        async def main():
            print(sum(await asyncio.gather(*map(one, range(%d)))))
        asyncio.run(main())''' % N_TASKS)
    done = run.trace.subjects('task-done')
    place.check('all are told, with their ends', len(done) == len(set(done)) == N_TASKS + MAIN, len(done))


@case
def much_output(place):
    run = Run(place, '''
        import sys
        line = 'x' * 999 + '\\n'
        for _ in range(100): sys.stdout.write(line * 1000)''')
    n_told = sum(len(event['value']) for event in run.trace.of('output'))
    place.check('all of it is told', n_told == 100_000_000, n_told)


@case
def deep_recursion(place):
    run = Run(place, '''
        import asyncio, sys
        def down(): return down() + 1
        async def await_down(depth):
            if depth: return await await_down(depth - 1) + 1
            await asyncio.sleep(0)
            return 0
        async def main():
            try: down()
            except RecursionError as error: print(error)
            print(await await_down(600))
            try: await await_down(100000)
            except RecursionError as error: print(error)
            here = None
            for _ in range(100000): here = [here]
            await asyncio.sleep(0, here)
            async def leave(error): raise error
            error = ValueError()
            for _ in range(3000): error, error.__cause__ = ValueError(), error
            await asyncio.gather(asyncio.create_task(leave(error)), return_exceptions=True)
        asyncio.run(main())''')
    place.check('it is recorded to its end', run.trace.is_complete and run.trace.of('loop-closed'))


# Programs of more than one process or thread

@case
def forks(place):
    run = Run(place, '''
        import asyncio, os
        async def work(name):
            for _ in range(2000): await asyncio.sleep(0)
            print(name, flush=True)
        async def main():
            pid = os.fork()
            if pid == 0:
                await asyncio.create_task(work('child'), name='of the child')
                os._exit(3)
            print(os.waitpid(pid, 0)[1])
            await asyncio.create_task(work('parent'), name='of the parent')
        asyncio.run(main())''')
    names = [event.get('name') for event in run.trace.of('task-created')]
    place.check("only the parent's tasks are told", 'of the parent' in names and 'of the child' not in names, names)
    printed = [event['value'] for event in run.trace.of('output')]
    place.check('it is recorded to its end', run.trace.is_complete and 'parent\n' in printed and 'child\n' not in printed, printed)


@case
def threads_that_call_the_loop(place):
    run = Run(place, '''
        import asyncio, threading
        seen = []
        async def add(number):
            await asyncio.sleep(0)
            return number
        def call(loop, number):
            for turn in range(50):
                loop.call_soon_threadsafe(seen.append, number)
                assert asyncio.run_coroutine_threadsafe(add(turn), loop).result() == turn
        async def main():
            loop = asyncio.get_running_loop()
            await asyncio.gather(*(asyncio.to_thread(call, loop, number) for number in range(4)))
            print(len(seen))
        def alone(): asyncio.run(add(1))
        asyncio.run(main())
        threads = [threading.Thread(target=alone) for _ in range(8)]
        [thread.start() for thread in threads]; [thread.join() for thread in threads]''')
    created, done = run.trace.subjects('task-created'), run.trace.subjects('task-done')
    place.check('all tasks are told, with their ends', sorted(created) == sorted(done) and len(done) == 4 + 200 + 9 * MAIN, len(done))
    place.check('of each thread', len({event['thread'] for event in run.trace.events}) >= 12)


# Programs that take away what the probe stands on

@case
def wrong_calls(place):
    """They are refused in the words of the function that the program means, whose parameters can be asked for."""
    script = pathlib.Path(__file__).parent / 'probe' / 'wrong-calls.py'
    plain, recorded = Ended(script), Ended(script, trace=place.trace)
    place.tap.same(recorded.stdout.decode(), plain.stdout.decode(), 'what is said of them is the same')


@case
def closes_inherited_descriptors(place):
    run = Run(place, '''
        import asyncio, os
        async def main():
            os.closerange(3, 4096)
            print('closed', flush=True)
            for _ in range(3000): os.getpid()
        try: asyncio.run(main())
        except OSError as error: print(type(error).__name__)
        loop = asyncio.new_event_loop()
        async def work():
            with open(os.devnull) as first, open(os.devnull) as second:
                for _ in range(20000): await asyncio.sleep(0)
        loop.run_until_complete(work())
        print('well', flush=True)
        os._exit(0)''')
    printed = [event['value'] for event in run.trace.of('output')]
    place.check('what came after is recorded', printed[-1:] == ['well\n'] and len(run.trace.events) > 100000, printed)


@case
def opens_files_under_numbers_it_has_closed(place):
    """What the probe maps has no number that it would close one day."""
    run = Run(place, '''
        import asyncio, os, tempfile
        async def give_way():
            for _ in range(20000): await asyncio.sleep(0)
        asyncio.run(give_way())
        os.closerange(3, 1024)
        folder = tempfile.mkdtemp()
        files = [open(f'{folder}/{number}', 'w+') for number in range(8)]
        print([file.fileno() for file in files])
        asyncio.run(give_way())
        for number, file in enumerate(files): file.write(str(number)); file.flush(); file.seek(0)
        print([file.read() for file in files])''', place.folder)
    place.check('it is recorded to its end', run.trace.is_complete and len(run.trace.of('loop-closed')) == 2)


@case
def few_descriptors(place):
    Run(place, '''
        import asyncio, os
        async def main():
            files = []
            try:
                while True: files.append(os.open(os.devnull, os.O_RDONLY))
            except OSError as error: print(error)
            for _ in range(5000): await asyncio.sleep(0)
            print('well')
        import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        asyncio.run(main())''')


FILLS = '''
    import asyncio
    async def main():
        for _ in range(100000): await asyncio.sleep(0)
        print('well')
    asyncio.run(main())'''


def check_full(place, recorded, plain):
    trace = Trace(place.loopscope, place.trace)
    place.tap.same(recorded.text, plain.text, f'{place.name}: it ends as without the probe')
    place.check('the trace up to then can be read', not trace.problems and len(trace.events) > 1000, trace.problems)
    place.check('its end says that events were dropped', trace.events and trace.events[-1]['event'] == 'dropped',
                trace.events[-1:])


@case
def files_may_not_grow(place):
    """As a full disk, by a limit that everybody may set."""
    script = place.write('import resource, signal; resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))\n' +
                         textwrap.dedent(FILLS))
    check_full(place, Ended(script, trace=place.trace), Ended(script))


@case
def full_disk(place):
    mounted = os.path.join(place.folder, 'disk')
    os.mkdir(mounted)
    script = place.write(FILLS)
    mount = 'mount -t tmpfs -o size=2m none "$0" && "$@"; code=$?; cp "$0/a.looptrace" "$0/.."; exit $code'
    words = ['unshare', '-rm', 'sh', '-c', mount, mounted]
    if subprocess.run([*words[:2], 'mount', '-t', 'tmpfs', 'none', mounted], capture_output=True).returncode != 0:
        place.tap.skip(place.name, 'no file system can be mounted here')
        return
    ended = subprocess.run([*words, PYTHON, script], env=environment(os.path.join(mounted, 'a.looptrace')),
                           capture_output=True, timeout=60)
    recorded = Ended.__new__(Ended)
    recorded.stdout, recorded.stderr, recorded.code = ended.stdout, ended.stderr, ended.returncode
    check_full(place, recorded, Ended(script))


@case
def no_room_at_all(place):
    """Where the trace cannot even begin, the program is executed, and it is said."""
    script = place.write('print("well")\n')
    ended = Ended(script, trace='/dev/full')
    place.check('it is executed', (ended.stdout, ended.code) == (b'well\n', 0), ended.text)
    place.check('what is wrong is said in a line', ended.stderr.startswith(b'loopscope: ') and
                ended.stderr.count(b'\n') == 1 and b'/dev/full' in ended.stderr, ended.stderr.decode())


def main():
    tap = Tap()
    for name in sys.argv[2:] or CASES:
        with tempfile.TemporaryDirectory() as folder:
            CASES[name](Place(tap, sys.argv[1], name, folder))
    tap.done()


main()
