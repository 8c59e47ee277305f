#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in its styles and sizes: nothing is cut off that must be read, and pictures to look at.

Each variant has a session of its own, since style and size are a session's; this program is therefore
run without one.
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import tap  # noqa: E402

VARIANTS = [
    ('light', ['--size', '1440x900'], 'producer-consumer', 24, ['ctrl+2', 'Down', 'Down']),
    ('dark', ['--size', '1440x900', '--dark'], 'gather-count', 20, ['ctrl+3']),
    ('light-small', ['--size', '900x600'], 'gather-count', 20, []),
    ('dark-small', ['--size', '900x600', '--dark'], 'bounded-queue', 24, ['F7']),
    ('least', ['--size', '760x600'], 'gather-count', 12, ['F9']),
    ('high-contrast', ['--size', '1440x900', '--contrast'], 'cancel', 12, ['ctrl+4']),
    ('large-text', ['--size', '1440x900', '--font', 'Cantarell 15'], 'gather-count', 12, []),
    ('still', ['--size', '1440x900', '--still'], 'await-future', 6, []),
]


def main():
    out = tap.Tap()
    folder = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT']) / 'tests' / 'ui'
    folder.mkdir(parents=True, exist_ok=True)
    for name, options, example, step, keys in VARIANTS:
        path = folder / f'{name}.png'
        path.unlink(missing_ok=True)
        command = [str(HERE / 'shot.py'), *options, '--step', str(step), '-o', str(path), example]
        command += ['--keys', *keys] if keys else []
        done = subprocess.run(['/usr/bin/python3', *command], capture_output=True, text=True, check=False)
        out.case(done.returncode == 0 and path.exists(), name, done.stdout + done.stderr)
    out.done()
    return 0


if __name__ == '__main__':
    sys.exit(main())
