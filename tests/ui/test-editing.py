#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python programs in the window: the switch of an example, one's own that are opened, changed, run and saved."""
import os
import pathlib
import subprocess
import sys

import driver
from cases import at_step, badge, choose_process, position, ready, run, shots
from driver import text_of, wait_for

HOME = pathlib.Path(os.environ['HOME'])

PROGRAM = '''import asyncio
import sys

import helper


async def main():
    print(helper.word, *sys.argv[1:])
    await asyncio.sleep(0.01)
    print(__file__)


asyncio.run(main())
'''


def write(name, text=PROGRAM):
    path = HOME / name
    path.write_text(text)
    (HOME / 'helper.py').write_text("word = 'helped'\n")
    return path


def source(window):
    return window.find('text', 'Source')


def edit(window, before, after):
    """As one does: the first place where it says `before` is to say `after`."""
    text = text_of(source(window))
    assert before in text, text
    driver.set_text(source(window), text.replace(before, after, 1))


def run_again(window):
    """What is changed: that it was has been seen, and is not said any more of what runs."""
    window.has_text('Changed since it was run.')
    window.key('ctrl+r')
    wait_for('another run', lambda: 'Changed since it was run.' not in window.texts())


def play(window):
    window.key('4', 'Right', 'Right', 'Right', 'Right')
    window.key('plus', 'plus', 'plus', 'plus', 'plus', 'space')


def answer(window, word):
    """A button of a question; GTK 4.8 names it by its mnemonic too."""
    node = wait_for(word, lambda: next((node for node in window.all('push button')
                                        if node.get_name() in (word, f'_{word} {word}')), None))
    driver.Atspi.Action.do_action(node.get_action_iface(), 0)


def test_switch_language():
    with driver.Window('--example', 'bounded-queue', '--step', '12') as window:
        at_step(window, 12)
        in_c = [text for text in window.texts() if 'Producer' in text or 'Consumer' in text]
        window.click('Python', 'push button')
        window.has_text('bounded-queue.py · Python on asyncio')
        at_step(window, 12)
        assert 'async def produce' in text_of(source(window))
        wait_for('the same words', lambda: [text for text in window.texts()
                                            if 'Producer' in text or 'Consumer' in text] == in_c)
        window.screenshot(shots() / 'language-python.png')
        # The Guide goes to its step by the step's sentence, whichever language says it.
        window.click('Show the step')
        wait_for('another step', lambda: position(window) != 12)
        window.click('C', 'push button')
        window.has_text('bounded-queue.c · C on Loopscope’s engine')
        ready(window)
        assert 'ls_coro' in text_of(source(window))


def test_python_missing():
    with driver.Window('--example', 'gather-count', '--step', '3', env={'PATH': '/nowhere'}) as window:
        at_step(window, 3)
        window.click('Python', 'push button')
        window.has_text('There is no program “python3”')
        answer(window, 'Close')
        assert position(window) == 3
        assert 'ls_coro' in text_of(source(window))


def test_probe_missing():
    with driver.Window('--example', 'gather-count', '--step', '3', env={'LOOPSCOPE_PROBE': '/nowhere'}) as window:
        at_step(window, 3)
        window.click('Python', 'push button')
        window.has_text('The probe that records Python programs')
        answer(window, 'Close')


def test_open_and_run():
    with driver.Window(str(write('own.py'))) as window:
        ready(window)
        window.has_text('own.py')
        window.has_text('Python on asyncio · paused after step 1')
        window.key('2', 'Right')
        window.has_text('main sleeps for ')
        window.has_text('helped')
        window.screenshot(shots() / 'own.png')


def test_run_what_is_changed():
    path = write('changed.py')
    with driver.Window(str(path)) as window:
        ready(window)
        edit(window, 'print(helper.word', "print(helper.word, 'anew'")
        window.has_text('Changed since it was run.')
        window.has_text('• changed.py')
        window.screenshot(shots() / 'changed.png')
        run_again(window)
        at_step(window, 1)
        play(window)
        # It finds what it finds as a file: what lies beside it, and its own name.
        window.has_text('helped anew')
        window.has_text(str(path))
        assert 'anew' not in path.read_text()
        window.key('ctrl+s')
        window.has_text('The program is saved')
        assert 'anew' in path.read_text()


def test_lines_of_what_is_changed():
    with driver.Window(str(write('stops.py'))) as window:
        ready(window)
        edit(window, 'import sys\n', 'import sys\n\n\n')
        run_again(window)
        ready(window)
        window.key('2', 'Right', 'Down')
        # The trace's lines are those of the text that ran: the file has other ones.
        wait_for('the place', lambda: 'main stands at stops.py:11' in (source(window).get_description() or ''))
        window.leave()


def test_error_at_its_line():
    with driver.Window(str(write('wrong.py'))) as window:
        ready(window)
        edit(window, 'print(helper.word', 'print((helper.word')
        run_again(window)
        window.has_text('The program ended by an error at wrong.py:8. SyntaxError')
        window.screenshot(shots() / 'syntax-error.png')
        window.click('Show the line')
        wait_for('the line', lambda: driver.line_of_cursor(source(window)) == 8)
        edit(window, 'print((helper.word', 'print(1 / 0, helper.word')
        run_again(window)
        ready(window)
        play(window)
        window.has_text('The program ended by an error at wrong.py:8. ZeroDivisionError: division by zero')
        window.screenshot(shots() / 'traceback.png')
        window.leave()


def test_new_program():
    with driver.Window() as window:
        window.key('ctrl+n')
        window.has_text('untitled.py')
        ready(window)
        assert 'asyncio.Queue' in text_of(source(window))
        window.key('Escape', '2', 'Right')
        window.has_text('main waits')
        window.screenshot(shots() / 'new-program.png')


def test_edit_a_copy():
    with driver.Window('--example', 'gather-count') as window:
        ready(window)
        original = pathlib.Path(os.environ['LOOPSCOPE_SOURCE_ROOT'], 'src/examples/gather-count.py')
        before = original.read_text()
        window.key('ctrl+shift+e')
        window.has_text('not saved · Python on asyncio')
        ready(window)
        edit(window, "print('One", "print('Eins")
        run_again(window)
        ready(window)
        play(window)
        window.has_text('Eins')
        assert original.read_text() == before
        window.leave()


def test_asks_before_losing():
    path = write('kept.py')
    with driver.Window(str(path)) as window:
        ready(window)
        edit(window, 'helper.word', 'helper.word[::-1]')
        window.key('alt+Home')
        window.has_text('Save the changes?')
        window.screenshot(shots() / 'save-changes.png')
        answer(window, 'Cancel')
        assert '[::-1]' in text_of(source(window))
        wait_for('no question', lambda: not list(window.all('dialog')))
        window.key('alt+Home')
        answer(window, 'Save')
        window.has_text('Watch an event loop at work')
        wait_for('the text in the file', lambda: '[::-1]' in path.read_text())
        window.has_text('kept.py')


def test_asks_whatever_leaves_it():
    other = subprocess.Popen(['sleep', '1000'])
    try:
        with driver.Window(str(write('asked.py'))) as window:
            ready(window)
            edit(window, 'helper.word', 'helper.word[::-1]')
            for key in ('ctrl+w', 'ctrl+n', 'ctrl+shift+a'):
                window.key(key)
                if key == 'ctrl+shift+a':
                    choose_process(window, other.pid)
                window.has_text('Save the changes?')
                answer(window, 'Cancel')
                wait_for('no question', lambda: 'Save the changes?' not in window.texts())
                assert '[::-1]' in text_of(source(window))
            window.leave()
    finally:
        other.kill()
        other.wait()


def test_open_a_recent_one():
    with driver.Window(str(write('recent.py'))) as window:
        ready(window)
        window.key('alt+Home')
        window.has_text('Watch an event loop at work')
        window.has_text('Opened last')
        window.point_at(wait_for('its row', lambda: next(window.all('label', 'recent.py'), None)))
        ready(window)
        assert 'async def main' in text_of(source(window))


def test_changed_by_others():
    path = write('others.py')
    with driver.Window(str(path)) as window:
        ready(window)
        path.write_text(PROGRAM.replace('helper.word', "helper.word, 'elsewhere'"))
        window.key('ctrl+r')
        wait_for('the new text', lambda: 'elsewhere' in text_of(source(window)))
        edit(window, 'elsewhere', 'here')
        path.write_text(PROGRAM)
        window.key('ctrl+s')
        window.has_text('Overwrite “others.py”?')
        answer(window, 'Overwrite')
        window.has_text('The program is saved')
        assert "'here'" in path.read_text()


if __name__ == '__main__':
    sys.exit(run(sys.modules[__name__]))
