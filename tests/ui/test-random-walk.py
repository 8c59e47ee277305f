#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two thousand things that nobody would do in this order: keys, clicks, drags, the wheel, another size.

    test-random-walk.py [ACTIONS [SEED]]

Criticals are failures, and the window answers at all times.  What was done last is told if it does not.  One critical is
GTK's own (4.8): it asks for the monitor of a window that, without a window manager, may be on none.
"""
import os
import random
import subprocess
import sys

import driver
from cases import run, shots
from driver import wait_for

ACTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
ASKED_EVERY = 20                         # actions, after which the window has to answer
SCREEN = (1440, 900)

# All keys of the window but those that close it or open GTK's file dialog, which does not bear being pushed about
# where there is no window manager.  Some come more often than others.
KEYS = """
Right Right Right Left Left space space Home End plus minus 1 2 3 4 5 Tab Tab shift+Tab Return Return Escape Escape
Up Down Page_Up Page_Down j k n p t f alt+Left alt+Right ctrl+r ctrl+shift+r ctrl+p ctrl+Delete ctrl+Right
ctrl+shift+c ctrl+shift+k ctrl+e ctrl+l ctrl+f ctrl+question alt+Home alt+Home F1 F5 F6 F7 F8 F9 F10 F11
ctrl+1 ctrl+2 ctrl+3 ctrl+4 alt+1 alt+2 alt+3 ctrl+plus ctrl+minus ctrl+0 ctrl+a Delete BackSpace shift+F10 Menu
""".split()
SIZES = [(1440, 900), (1200, 700), (900, 600), (700, 500), (400, 600), (1, 1)]


class Walk:
    def __init__(self, window):
        self.window = window
        self.random = random.Random(SEED)
        self.did = []
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)],
                               check=True, capture_output=True, text=True)
        self.id = found.stdout.split()[0]
        self.kinds = [self.key] * 12 + [self.click] * 6 + [self.drag, self.wheel, self.resize, self.type]

    def do(self, *words):
        self.did.append(' '.join(words))
        subprocess.run(['xdotool', *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert self.window.process.poll() is None, f'the window ended with {self.window.process.returncode}'

    def place(self):
        return [str(self.random.randrange(size)) for size in SCREEN]

    def key(self):
        self.do('key', '--clearmodifiers', self.random.choice(KEYS))

    def type(self):
        self.do('type', self.random.choice(['gather', 'queue', 'zzz', '42', '%n ä', ' ']))

    def click(self):
        self.do('mousemove', *self.place(), 'click', self.random.choice('1112333'))

    def drag(self):
        self.do('mousemove', *self.place(), 'mousedown', '1', 'mousemove', *self.place(), 'mouseup', '1')
        self.do('windowmove', self.id, '0', '0')     # GTK does not bear a dialog's parent on no monitor at all

    def wheel(self):
        self.do('mousemove', *self.place(), 'click', '--repeat', str(self.random.randrange(1, 9)),
                self.random.choice('4567'))

    def resize(self):
        size = [str(length) for length in self.random.choice(SIZES)]
        self.do('windowsize', self.id, *size)

    def come_back(self):
        """Without a window manager a dialog holds the keys until it is left, and a window stays where it was put."""
        self.do('key', '--clearmodifiers', '--repeat', '3', 'Escape')
        self.do('windowmove', self.id, '0', '0', 'windowraise', self.id, 'windowfocus', self.id)

    def ask(self):
        """Here what was done so far has been dealt with."""
        wait_for('answer', lambda: self.window.application.get_child_count() >= 1)

    def walk(self):
        for count in range(ACTIONS):
            self.random.choice(self.kinds)()
            if count % ASKED_EVERY == ASKED_EVERY - 1:
                self.come_back()
                self.ask()


def test_random_walk():
    os.chdir(os.environ['HOME'])         # what the walk saves goes with the session
    with driver.Window('--example', 'producer-consumer', env={'G_DEBUG': 'gc-friendly'},
                       tolerated='gdk_monitor_get_geometry', leaks=True) as window:
        walk = Walk(window)
        try:
            walk.walk()
        except BaseException:
            print(f'# seed {SEED}, after {len(walk.did)} actions; the last:')
            print('\n'.join('#   ' + action for action in walk.did[-ASKED_EVERY * 2:]))
            raise
        window.screenshot(shots() / 'after-the-walk.png')
        window.leave()                   # it may have typed into a script


sys.exit(run(sys.modules[__name__]))
