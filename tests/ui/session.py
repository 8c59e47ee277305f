#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private X server, session bus and accessibility bus, and the environment a window needs there.

    session.py [--size WxH] [--dark] [--contrast] [--still] [--a11y] [--build DIR] -- COMMAND [ARGS…]

runs COMMAND in such a session and ends as it does.  For use as a module, see Session.
"""
import argparse
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

SOURCE_ROOT = pathlib.Path(__file__).resolve().parents[2]

SETTINGS = """[Settings]
gtk-font-name={font}
gtk-enable-animations={animations}
gtk-icon-theme-name=Adwaita
gtk-cursor-blink=false
gtk-recent-files-enabled=true
"""


def build_root():
    return pathlib.Path(os.environ.get('LOOPSCOPE_BUILD_ROOT', SOURCE_ROOT / 'build'))


class Session:
    """An X server of its own and an environment in which a program may be started.

    The session bus comes from dbus-run-session, which `command()` puts before a program: so a program
    and the test that drives it have to be started together, under one of them.
    """

    def __init__(self, size=(1440, 900), dark=False, contrast=False, animations=True, a11y=True,
                 font='Cantarell 11', scale=1, build=None):
        self.build = pathlib.Path(build or build_root())
        self.size = size
        self.dark = dark
        self.contrast = contrast
        self.animations = animations
        self.a11y = a11y
        self.font = font
        self.scale = scale
        self.home = None
        self.server = None
        self.display = None

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix='loopscope-ui-')
        self._write_settings()
        self._start_server()
        return self

    def __exit__(self, *_):
        if self.server is not None:
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def _write_settings(self):
        folder = pathlib.Path(self.home, '.config', 'gtk-4.0')
        folder.mkdir(parents=True)
        text = SETTINGS.format(font=self.font, animations='true' if self.animations else 'false')
        (folder / 'settings.ini').write_text(text)
        os.mkdir(os.path.join(self.home, 'run'), 0o700)
        os.mkdir(os.path.join(self.home, 'Pictures'))

    def _start_server(self):
        width, height = self.size[0] * self.scale, self.size[1] * self.scale
        read_end, write_end = os.pipe()
        self.server = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write_end), '-screen', '0', f'{width}x{height}x24',
             '-nolisten', 'tcp', '-noreset'],
            pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start')
        self.display = f':{number}'

    def environment(self, **more):
        kept = ('PATH', 'LD_LIBRARY_PATH', 'LANG', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS',
                'LOOPSCOPE_UI_TIMEOUT')
        env = {name: os.environ[name] for name in kept if name in os.environ}
        # What GTK's libraries never free is known by who asked for it, which the fast way does not find; deep stacks of
        # each allocation would make a window take twenty seconds to open.
        env['ASAN_OPTIONS'] = (env.get('ASAN_OPTIONS', 'detect_leaks=1:exitcode=99')
                               + ':fast_unwind_on_malloc=0:malloc_context_size=8')
        env.setdefault('LSAN_OPTIONS', f'print_suppressions=0:suppressions={SOURCE_ROOT}/tests/lsan.supp')
        env.update({
            'DISPLAY': self.display,
            'HOME': self.home,
            'XDG_RUNTIME_DIR': os.path.join(self.home, 'run'),
            'LC_ALL': 'C.UTF-8',
            'GDK_BACKEND': 'x11',
            'GDK_DEBUG': 'gl-disable',
            'GSK_RENDERER': 'cairo',
            'GSETTINGS_BACKEND': 'memory',
            'GTK_USE_PORTAL': '0',
            'GTK_A11Y': 'atspi' if self.a11y else 'none',
            'G_DEBUG': 'gc-friendly,fatal-criticals',
            'G_SLICE': 'always-malloc',
            'NO_AT_BRIDGE': '0',
            'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark' if self.dark else 'prefer-light',
            'LOOPSCOPE_EXAMPLES': f'{SOURCE_ROOT}/src/examples:{self.build}/src/examples',
            'LOOPSCOPE_PROBE': os.environ.get('LOOPSCOPE_PROBE', f'{SOURCE_ROOT}/src/probe'),
            'LOOPSCOPE_SOURCE_ROOT': str(SOURCE_ROOT),
            'LOOPSCOPE_BUILD_ROOT': str(self.build),
        })
        if self.contrast:
            env['ADW_DEBUG_HIGH_CONTRAST'] = '1'
        if self.scale != 1:
            env['GDK_SCALE'] = str(self.scale)
        env.update(more)
        return env

    def run(self, command, **options):
        """Runs a command with a session bus; returns its exit code.

        Only the command writes to standard output: what the buses say there goes nowhere.
        """
        output = os.dup(1)
        process = subprocess.Popen(
            ['dbus-run-session', '--', 'sh', '-c', f'exec "$@" >&{output} {output}>&-', 'sh', *command],
            env=self.environment(), start_new_session=True, stdout=subprocess.DEVNULL, pass_fds=[output], **options)
        os.close(output)
        try:
            return process.wait()
        finally:
            # Whatever the bus started (the accessibility bus, a registry) ends with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def parse_size(text):
    width, _, height = text.partition('x')
    return int(width), int(height)


def add_options(parser):
    parser.add_argument('--size', type=parse_size, default=(1440, 900))
    parser.add_argument('--dark', action='store_true')
    parser.add_argument('--contrast', action='store_true', help='high contrast')
    parser.add_argument('--still', action='store_true', help='no animations')
    parser.add_argument('--scale', type=int, default=1)
    parser.add_argument('--font', default='Cantarell 11')
    parser.add_argument('--build', default=None)


def from_options(options, a11y):
    return Session(size=options.size, dark=options.dark, contrast=options.contrast,
                   animations=not options.still, a11y=a11y, font=options.font, scale=options.scale,
                   build=options.build)


def end_orderly(*_):
    """Whoever stops a test half way shall not leave its servers behind."""
    sys.exit(128 + signal.SIGTERM)


def main():
    signal.signal(signal.SIGTERM, end_orderly)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    parser.add_argument('--a11y', action='store_true', help='with the accessibility bus')
    parser.add_argument('command', nargs='+')
    options = parser.parse_args()
    with from_options(options, options.a11y) as session:
        return session.run(options.command)


if __name__ == '__main__':
    sys.exit(main())
