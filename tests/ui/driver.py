# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as a person has it: found, read, clicked and typed at through the accessibility bus."""
import itertools
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import warnings

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from screen import Screen  # noqa: E402

TIMEOUT = float(os.environ.get('LOOPSCOPE_UI_TIMEOUT', '90'))
POLL = 0.03
LOOKS_MIN = 4           # however long each takes on a machine that has much else to do
FAULTS = ('CRITICAL', 'Sanitizer', 'runtime error')
APP_ID = 'io.github.loopscope.Loopscope'


# A window that has much to do, on a machine that has, answers late: it is waited for, and nothing is passed over.
Atspi.set_timeout(int(TIMEOUT * 1000), int(TIMEOUT * 1000))


class Missing(AssertionError):
    pass


# What is asked for may not be there yet, or no longer, while it is looked at.
NOT_YET = (GLib.Error, LookupError, StopIteration)


def wait_for(what, condition, timeout=TIMEOUT):
    """Polls until `condition` gives something true; never sleeps for a fixed time."""
    end = time.monotonic() + timeout
    for look in itertools.count(1):
        try:
            found = condition()
        except NOT_YET:
            found = None
        if found:
            return found
        if time.monotonic() > end and look >= LOOKS_MIN:
            raise Missing(f'in {timeout:g} s there was no {what}')
        time.sleep(POLL)


def walk(node, limit=6000):
    """All that is shown below a node, nearest first; rows of long tables are not walked to their end."""
    queue = [node]
    while queue and limit > 0:
        node = queue.pop(0)
        limit -= 1
        try:
            yield node
            count = min(node.get_child_count(), 64)
            queue.extend(child for child in (node.get_child_at_index(i) for i in range(count)) if child)
        except GLib.Error:
            continue


def text_of(node):
    text = node.get_text_iface()
    if text is not None:
        count = Atspi.Text.get_character_count(text)
        if count > 0:
            return Atspi.Text.get_text(text, 0, count)
    return node.get_name() or ''


def set_text(entry, text):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')     # at-spi2's own successor of this call is not there yet on Debian 12
        Atspi.EditableText.set_text_contents(entry.get_editable_text_iface(), str(text))


def has_state(node, state):
    return node.get_state_set().contains(state)


def settled(what, look):
    """(x, y, width, height), once that has come to rest."""
    def rests():
        first = look()
        time.sleep(POLL)
        again = look()
        same = (first.x, first.y, first.width, first.height) == (again.x, again.y, again.width, again.height)
        return again if same and again.width > 0 and again.height > 0 else None
    return wait_for(f'place of {what}', rests)


def extents_of(node):
    """Of something in its window."""
    return settled(node.get_name(), lambda: node.get_component_iface().get_extents(Atspi.CoordType.WINDOW))


def extents_of_line(node, line):
    """Of the first character of a line of a text, in its window."""
    offset = sum(len(row) + 1 for row in text_of(node).split('\n')[:line - 1])
    return settled(f'line {line}', lambda: Atspi.Text.get_character_extents(node.get_text_iface(), offset,
                                                                            Atspi.CoordType.WINDOW))


def line_of_cursor(node):
    caret = node.get_text_iface().get_caret_offset()
    return text_of(node)[:caret].count('\n') + 1


def click_at(x, y):
    subprocess.run(['xdotool', 'mousemove', str(int(x)), str(int(y)), 'click', '1'], check=True)


def snapshot(path):
    """The whole screen, as far as there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(['import', '-window', 'root', str(path)], check=False)


class Window:
    """A running loopscope and its tree of accessible objects."""

    def __init__(self, *arguments, env=None, tolerated=None, leaks=False):
        """@tolerated: part of what may be said of a fault that is not the program's own.
        @leaks: whether a sanitizer looks for them at the end, which takes longer than most cases."""
        self.tolerated = tolerated
        build = pathlib.Path(os.environ['LOOPSCOPE_BUILD_ROOT'])
        command = [str(build / 'src' / 'app' / 'loopscope'), *arguments]
        self.log = tempfile.TemporaryFile('w+')
        env = {**os.environ, **(env or {})}
        if not leaks:
            env['ASAN_OPTIONS'] = env.get('ASAN_OPTIONS', '') + ':detect_leaks=0:fast_unwind_on_malloc=1'
        self.process = subprocess.Popen(command, env=env, stderr=self.log)
        self.application = None
        self.found = {}
        self.screen = Screen()
        try:
            self.application = wait_for('window', self._find_application)
            self.frame = wait_for('frame', lambda: self._shown_frame())
            wait_for('keyboard', self._has_keyboard)
        except Missing as error:
            self.process.kill()
            self.process.wait()
            self.log.seek(0)
            raise Missing(f'the window did not open: {error}: {self.log.read()}')

    def _find_application(self):
        if self.process.poll() is not None:
            raise Missing(f'loopscope ended with {self.process.returncode}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    def _shown_frame(self):
        count = self.application.get_child_count()
        return self.application.get_child_at_index(count - 1) if count else None

    def _has_keyboard(self):
        """Whether all windows that there are, are shown, and the keyboard is the topmost one's: that is given to it.

        To ask means also that whatever was typed before has been dealt with.
        """
        if self.process.poll() is not None:
            raise Missing(f'loopscope ended with {self.process.returncode}')
        count = self.application.get_child_count()
        frames = [self.application.get_child_at_index(i) for i in range(count)]
        frames = [frame for frame in frames if frame and has_state(frame, Atspi.StateType.VISIBLE)]
        windows = self.screen.windows_of(self.process.pid)
        return frames and len(frames) == len(windows) and self.screen.give_keyboard(windows[-1])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        """Quits as the menu does: the program has to end well, with nothing said that is a fault."""
        try:
            self._quit()
            code = self.process.wait(TIMEOUT)
        except (GLib.Error, subprocess.TimeoutExpired):
            self.process.kill()
            code = self.process.wait()
        self.log.seek(0)
        said = self.log.read()
        self.log.close()
        faults = [line for line in said.splitlines() if any(word in line for word in FAULTS)
                  and (self.tolerated is None or self.tolerated not in line)]
        if kind is None and (code != 0 or faults):
            raise AssertionError(f'loopscope ended with {code}: {said}')
        if kind is not None:
            print('\n'.join('# ' + line for line in said.splitlines()))

    def leave(self):
        """Ends it without being asked for what is not saved."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(TIMEOUT)

    def _quit(self):
        if self.process.poll() is None:
            bus = Gio.bus_get_sync(Gio.BusType.SESSION)
            bus.call_sync(APP_ID, '/' + APP_ID.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                          GLib.Variant('(sava{sv})', ('quit', [], {})), None, Gio.DBusCallFlags.NONE, int(TIMEOUT * 1000))

    # Finding

    def all(self, role=None, name=None, within=None):
        for node in walk(within or self.application):
            try:
                if name is not None and (node.get_name() or '') != name:
                    continue
                if role is not None and node.get_role_name() != role:
                    continue
            except GLib.Error:
                continue
            yield node

    def find(self, role=None, name=None, within=None, timeout=TIMEOUT):
        """Remembers what it found: a widget of a window stays."""
        return wait_for(f'{role or "object"} “{name}”', lambda: self.seen(role, name, within), timeout)

    def seen(self, role=None, name=None, within=None):
        """As find(), but does not wait: None where it is not there yet."""
        key = (role, name, within)
        node = self.found.get(key) or next(self.all(role, name, within), None)
        if node is not None:
            self.found[key] = node
        return node

    def has_text(self, part, within=None, timeout=TIMEOUT):
        """Waits until some shown text contains `part`; gives that text."""
        def look():
            return next((text for text in self.texts(within) if part in text), None)
        return wait_for(f'text “{part}”', look, timeout)

    def texts(self, within=None):
        """The names of all labels: what they show.  Widgets of no name of their own have that of their type."""
        names = (node.get_name() or '' for node in self.all(within=within))
        return [name for name in names if name and not name.startswith(('Gtk', 'Ls', 'Adw'))]

    # Acting

    def click(self, name, role=None, within=None):
        node = self.find(role, name, within)
        wait_for(f'use for “{name}”', lambda: self.is_sensitive(node))
        action = node.get_action_iface()
        for i in range(Atspi.Action.get_n_actions(action)):
            if Atspi.Action.get_action_name(action, i) in ('click', 'activate', 'toggle'):
                Atspi.Action.do_action(action, i)
                return node
        raise Missing(f'“{name}” has nothing to click')

    def key(self, *keys):
        wait_for('keyboard', self._has_keyboard)
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *keys], check=True)

    def point_at(self, node, x=0.5, y=0.5):
        """Clicks into what is shown there, at parts of its width and height."""
        wait_for('keyboard', self._has_keyboard)
        extents = extents_of(node)
        click_at(extents.x + x * extents.width, extents.y + y * extents.height)

    def point_at_line(self, node, line):
        wait_for('keyboard', self._has_keyboard)
        box = extents_of_line(node, line)
        click_at(box.x + 4, box.y + box.height / 2)
        wait_for(f'line {line}', lambda: line_of_cursor(node) == line)

    def point_at_margin(self, node, line):
        """Beside a line of a source, where breakpoints are."""
        wait_for('keyboard', self._has_keyboard)
        box = extents_of_line(node, line)
        click_at(extents_of(node).x + 8, box.y + box.height / 2)

    def screenshot(self, path):
        snapshot(pathlib.Path(path))

    # What the window says

    def picture(self, name):
        """The description of the stage or the timeline."""
        node = self.find('image', name)
        return node.get_description() or ''

    def is_sensitive(self, node):
        return has_state(node, Atspi.StateType.SENSITIVE)

    def focus(self, what, node):
        """Waits until what is typed goes there."""
        wait_for(f'focus on {what}', lambda: has_state(node, Atspi.StateType.FOCUSED))
