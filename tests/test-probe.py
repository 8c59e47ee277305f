#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python program under the probe does and prints, byte for byte, what it does without.

    test-probe.py LOOPSCOPE
"""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import textwrap

sys.dont_write_bytecode = True
from programs import PYTHON  # noqa: E402
from tap import Tap  # noqa: E402

PROBE = pathlib.Path(__file__).parent.parent / 'src' / 'probe'

# Each is executed as a script, with and without the probe.
PROGRAMS = {
    'output and exit code': '''
        import asyncio, sys
        async def main():
            print('out', flush=True); print('err', file=sys.stderr); sys.stdout.write('no newline')
            sys.exit(3)
        asyncio.run(main())''',
    'input': '''
        import asyncio, sys
        async def main():
            print(input().upper(), sys.stdin.read())
        asyncio.run(main())''',
    'an exception of the main task': '''
        import asyncio
        async def inner():
            await asyncio.sleep(0)
            raise ValueError('bad')
        async def main():
            await inner()
        asyncio.run(main())''',
    'an exception group': '''
        import asyncio
        async def fail(n):
            raise ValueError(n)
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(fail(1)); group.create_task(fail(2))
        asyncio.run(main())''',
    'errors of the library': '''
        import asyncio, traceback
        loop = asyncio.new_event_loop()
        loop.close()
        for call in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print), lambda: loop.call_at(None, print),
                     lambda: asyncio.create_task(None), lambda: asyncio.Queue().get_nowait(),
                     lambda: asyncio.Queue().task_done(), lambda: asyncio.Lock().release(),
                     lambda: asyncio.Semaphore(-1), lambda: asyncio.BoundedSemaphore(1).release()):
            try:
                call()
            except BaseException:
                traceback.print_exc()''',
    'the stack as the program sees it': '''
        import asyncio, traceback
        def callback():
            traceback.print_stack()
        async def main():
            asyncio.get_running_loop().call_soon(callback)
            await asyncio.sleep(0)
            traceback.print_stack()
            asyncio.current_task().print_stack()
            task = asyncio.create_task(asyncio.sleep(1)); await asyncio.sleep(0); task.print_stack(); print(task)
        asyncio.run(main())''',
    'Ctrl-C in a wait': '''
        import asyncio, os, signal
        async def main():
            asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
            await asyncio.sleep(10)
        asyncio.run(main())''',
    'Ctrl-C in a loop of its own': '''
        import asyncio, os, signal, threading
        loop = asyncio.new_event_loop()
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        loop.run_until_complete(asyncio.sleep(10))''',
    'SystemExit of a task': '''
        import asyncio
        async def main():
            asyncio.create_task(leave()); await asyncio.sleep(1)
        async def leave():
            raise SystemExit(7)
        asyncio.run(main())''',
    'os._exit': '''
        import asyncio, os
        async def main():
            print('x', flush=True); os._exit(5)
        asyncio.run(main())''',
    'SIGKILL': '''
        import asyncio, os, signal
        async def main():
            print('x', flush=True); os.kill(os.getpid(), signal.SIGKILL)
        asyncio.run(main())''',
    'a segmentation fault': '''
        import asyncio, ctypes
        async def main():
            ctypes.string_at(0)
        asyncio.run(main())''',
    'complaints': '''
        import asyncio, gc
        async def fail():
            raise ValueError('lost')
        async def main():
            fail()
            task = asyncio.create_task(fail()); await asyncio.sleep(0); del task; gc.collect()
            asyncio.get_running_loop().call_soon(lambda: 1 / 0); await asyncio.sleep(0)
        asyncio.run(main())''',
    'debug mode': '''
        import asyncio, traceback
        async def main():
            handle = asyncio.get_running_loop().call_soon(print, 'hello'); print(handle)
            handle = asyncio.get_running_loop().call_later(1, print, 'hello'); print(repr(handle).split(' when')[0])
            handle.cancel()
            await asyncio.sleep(0)
        asyncio.run(main(), debug=True)''',
    'where things were made, in debug mode': '''
        import asyncio
        def places(thing):
            trace = getattr(thing, '_source_traceback', None) or ()
            return type(thing).__name__, [(place.filename, place.lineno, place.name) for place in trace]
        async def main():
            loop = asyncio.get_running_loop()
            task = asyncio.create_task(asyncio.sleep(0)); gathering = asyncio.gather(task)
            for thing in (loop.create_future(), loop.call_later(1, print), loop.call_at(1, print), loop.call_soon(print),
                          task, gathering, asyncio.shield(gathering), loop.run_in_executor(None, int)):
                print(places(thing))
            await gathering
        def deep(n): return deep(n - 1) if n else asyncio.run(main(), debug=True)
        deep(0); deep(7)''',
    'tracebacks of what cannot be written, and of a sleep that fails or is interrupted': '''
        import asyncio, os, signal, sys, time, traceback
        def interrupted():
            os.kill(os.getpid(), signal.SIGINT); time.sleep(1)
        def closed():
            sys.stdout.close(); print('nothing')
        async def main():
            sys.stdout.reconfigure(encoding='ascii')
            for fail in (lambda: print('\u00fc'), lambda: sys.stdout.write(5), lambda: time.sleep(-1), lambda: time.sleep('x'),
                         lambda: asyncio.get_running_loop().call_exception_handler(5), interrupted, closed):
                try: fail()
                except BaseException: traceback.print_exc()
            asyncio.get_running_loop().set_debug(True)
            print(str(asyncio.get_running_loop().call_soon(time.sleep, 0)), time.sleep, file=sys.stderr)
        asyncio.run(main())''',
    'a task of what is no coroutine gives way': '''
        import asyncio, collections.abc
        class Request(collections.abc.Coroutine):
            def __init__(self, coro): self.coro = coro
            def send(self, value): return self.coro.send(value)
            def throw(self, *error): return self.coro.throw(*error)
            def close(self): return self.coro.close()
            def __await__(self): return self.coro.__await__()
        async def ticks():
            try:
                yield 1
            finally:
                print('closed'); await asyncio.sleep(0)
        async def forget():
            async for tick in ticks(): break
        async def work():
            await asyncio.sleep(0); return 'well'
        async def main():
            await forget(); await asyncio.sleep(0.001)
            print(await asyncio.create_task(Request(work())))
        asyncio.run(main())''',
    'environment, path and modules': '''
        import os, sys
        print(sorted(item for item in os.environ.items() if item[0] != '_')); print(sys.path); print(sys.argv)
        print(sys.flags); print(sys.executable, sys.orig_argv); print(__file__, __name__, sys.gettrace())
        print(type(sys.stdout), sys.stdout.fileno(), sys.stdout.isatty(), sys.stdin.isatty(), len(os.listdir('/proc/self/task')))
        print(sorted(name for name in sys.modules if 'asyncio' in name or 'logging' in name))''',
    'modules of the same name': '''
        import os, sys
        print('queue' in sys.modules, 'socket' in sys.modules, 'logging' in sys.modules, 'random' in sys.modules)''',
    'fork': '''
        import asyncio, os, sys
        async def main():
            if os.fork() == 0:
                await asyncio.sleep(0); print('child', flush=True); os._exit(0)
            print(os.wait()[1], 'parent', flush=True)
        asyncio.run(main())''',
    'children': '''
        import asyncio, sys
        async def main():
            code = 'import os, asyncio; print([n for n in os.environ if "LOOPSCOPE" in n or n == "PYTHONPATH"])'
            child = await asyncio.create_subprocess_exec(sys.executable, '-c', code); print(await child.wait())
        asyncio.run(main())''',
    'threads': '''
        import asyncio, threading
        async def main():
            loop, done = asyncio.get_running_loop(), asyncio.Event()
            threads = [threading.Thread(target=loop.call_soon_threadsafe, args=(results.append, n)) for n in range(20)]
            [thread.start() for thread in threads]; [thread.join() for thread in threads]
            print(await asyncio.to_thread(sum, range(10))); await asyncio.sleep(0); print(sorted(results))
        results = []
        asyncio.run(main())''',
    'a value whose printing takes long, and no line of Python': '''
        import asyncio, functools, time
        class Slow: __repr__ = functools.partial(time.sleep, 0.03)
        async def take(value): return 'well'
        async def main():
            await asyncio.sleep(0.1); print(await asyncio.create_task(take(Slow())))
        asyncio.run(main())''',
    'a value whose printing waits for a lock that is held': '''
        import asyncio, signal, threading
        lock = threading.Lock()
        class Locked:
            def __repr__(self):
                with lock: return 'locked'
        async def take(value): return 'well'
        async def main():
            with lock: print(await asyncio.create_task(take(Locked())))
            print(signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL))
        asyncio.run(main())''',
    'values that do harm': '''
        import asyncio
        class Bad:
            def __repr__(self): raise RuntimeError('no')
        class Huge(dict):
            def __repr__(self): return 'x' * 10 ** 7
        class Deep(list): pass
        async def take(bad, huge, deep): return bad
        async def main():
            deep = []
            for _ in range(100000): deep = [deep]
            queue = asyncio.Queue(); queue.put_nowait(Bad()); queue.put_nowait(Huge()); queue.put_nowait(deep)
            await asyncio.create_task(take(Bad(), Huge(), deep)); print('well')
        asyncio.run(main())''',
    'descriptors closed by number': '''
        import asyncio, os
        os.closerange(3, 1024)
        async def main():
            await asyncio.sleep(0); print('well')
            for n in range(3000): await asyncio.sleep(0)
        asyncio.run(main())''',
    'a task factory, and classes of its own': '''
        import asyncio
        class Mine(asyncio.Task): pass
        class Lock(asyncio.Lock): pass
        class Queue(asyncio.Queue):
            def _init(self, size): self.stack = []
            def _put(self, item): self.stack.append(item)
            def _get(self): return self.stack.pop()
            def qsize(self): return len(self.stack)
        def factory(loop, coro, **kwargs): return Mine(coro, loop=loop, **kwargs)
        async def main():
            asyncio.get_running_loop().set_task_factory(factory)
            task = asyncio.create_task(asyncio.sleep(0, 5)); print(type(task), await task, asyncio.get_running_loop().get_task_factory())
            queue = Queue(); await queue.put(1); await queue.put(2); print(await queue.get(), queue.empty())
            async with Lock() as nothing: print(nothing)
        asyncio.run(main())
        print(asyncio.Task, asyncio.Handle, asyncio.TimerHandle, asyncio.Task is asyncio.tasks.Task)''',
}


class Ended:
    def __init__(self, script, env, terminal=False):
        if terminal:
            self.text = self.in_terminal(script, env)
            return
        ended = subprocess.run([PYTHON, script, 'a', 'b c'], env=env, capture_output=True, input=b'typed\n', timeout=60)
        self.text = f'{ended.stdout.decode()}--\n{ended.stderr.decode()}--\n{ended.returncode}\n'

    @staticmethod
    def in_terminal(script, env):
        ours, theirs = pty.openpty()
        child = subprocess.Popen([PYTHON, script], env=env, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        text = b''
        try:
            while part := os.read(ours, 4096):
                text += part
        except OSError:
            pass
        os.close(ours)
        return f'{text.decode()}--\n{child.wait()}\n'


def same(text):
    """Less what differs from run to run anyhow."""
    import re
    return re.sub(r'0x[0-9a-f]+|pid \d+|Task-\d+|tmp\w+', '~', text)


def compare(tap, loopscope, folder, name, source, terminal=False):
    script = os.path.join(folder, 'script.py')
    trace = os.path.join(folder, 'a.looptrace')
    pathlib.Path(script).write_text(textwrap.dedent(source))
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE='1')
    plain = Ended(script, env, terminal)
    probed = Ended(script, dict(env, LOOPSCOPE_TRACE=trace, PYTHONPATH=str(PROBE / 'sitecustomize')), terminal)
    tap.same(same(probed.text), same(plain.text), name)
    read = subprocess.run([loopscope, 'dump', trace], capture_output=True, text=True)
    tap.case(read.returncode == 0, f'{name}: the trace is whole', read.stderr)


def test_user_site(tap, folder):
    """The user's own sitecustomize follows, and PYTHONPATH is what it was."""
    own = os.path.join(folder, 'own')
    os.mkdir(own)
    pathlib.Path(own, 'sitecustomize.py').write_text('print("mine")\n')
    script = pathlib.Path(folder, 'script.py')
    script.write_text('import os, sys, sitecustomize\nprint(os.environ["PYTHONPATH"], sys.path, sitecustomize.__file__)\n')
    env = dict(os.environ, PYTHONPATH=own)
    plain = Ended(script, env)
    probed = Ended(script, dict(env, LOOPSCOPE_TRACE=os.path.join(folder, 'a.looptrace'),
                                PYTHONPATH=f'{PROBE / "sitecustomize"}:{own}'))
    tap.same(probed.text, plain.text, "the user's own sitecustomize follows")


def main():
    tap = Tap()
    only = sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        for name, source in PROGRAMS.items():
            if not only or name in only:
                compare(tap, sys.argv[1], folder, name, source)
        compare(tap, sys.argv[1], folder, 'in a terminal', PROGRAMS['environment, path and modules'], terminal=True)
        test_user_site(tap, folder)
    tap.done()


main()
