#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""loopscope attach: what there is to attach to, and following one of these programs."""
import json
import os
import signal
import subprocess
import time

import clitest
from clitest import check, expect, loopscope, test

PROGRAM = os.path.join(os.environ["LOOPSCOPE_BUILD_ROOT"], "tests", "attach-program")
PATIENCE = 90   # seconds


def start(*words, recorded=True):
    """Starts a program that viewers may come to, and that ends with its input; it is listed once this returns."""
    process = subprocess.Popen([*words], env=clitest.environment(**{"LOOPSCOPE": "1"} if recorded else {}),
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    while not listed():
        check(time.monotonic() < deadline, "the program is listed")
        time.sleep(0.01)
    return process


def listed():
    result = loopscope("attach", "--json")
    check(result.code == 0, "attach --json", result)
    return json.loads(result.out)


def tell_to_end(process):
    process.stdin.close()


def end(process):
    process.kill()
    process.communicate()


def follow(pid):
    """A viewer that has told of some steps."""
    viewer = subprocess.Popen([clitest.LOOPSCOPE, "attach", "--narrate", str(pid)], env=clitest.environment(),
                              stderr=subprocess.PIPE, text=True)
    line = viewer.stderr.readline()
    while line and "prints: tick " not in line:
        line = viewer.stderr.readline()
    check(line, "it tells of steps")
    return viewer


def ends(process):
    """Its exit code, and what a viewer still has to say."""
    said = process.stderr.read() if process.stderr else ""
    return process.wait(PATIENCE), said


@test
def nothing_to_attach_to():
    result = loopscope("attach")
    expect(result, 0, "loopscope run PROGRAM")
    check(result.out == "", "an empty list", result)
    check(listed() == [], "an empty list")


@test
def list_of_programs():
    process = start(PROGRAM)
    [entry] = listed()
    check(entry["pid"] == process.pid, "its number", entry)
    check(entry["command"] == PROGRAM, "its command line", entry)
    check(entry["runtime"].startswith("Loopscope "), "its runtime", entry)
    check(os.path.exists(entry["trace"]), "its trace", entry)
    table = loopscope("attach")
    check(str(process.pid) in table.out and PROGRAM in table.out, "the table", table)
    end(process)
    check(listed() == [], "gone after it was killed")


@test
def run_can_be_attached_to():
    process = start(clitest.LOOPSCOPE, "run", PROGRAM, recorded=False)
    [entry] = listed()
    check(entry["pid"] in clitest.children(process.pid), "it is the program", entry)
    viewer = follow(entry["pid"])
    tell_to_end(process)
    code, said = ends(viewer)
    check(code == 0 and "The loop is closed." in said, "it is followed to its end", said)
    check(ends(process)[0] == 0, "it ends well")
    check(listed() == [], "nothing is left")


@test
def followed_and_let_go():
    process = start(PROGRAM)
    viewer = follow(process.pid)
    second = loopscope("attach", "--narrate", str(process.pid))
    expect(second, 1, "another window")
    viewer.send_signal(signal.SIGINT)
    check(ends(viewer)[0] == 0, "letting go is no failure")
    check(process.poll() is None, "it runs on")
    tell_to_end(process)
    check(ends(process)[0] == 0, "it runs on to its end")


@test
def refused():
    process = subprocess.Popen(["sleep", "100"])
    expect(loopscope("attach", str(process.pid)), 1, "“loopscope run sleep 100”")
    end(process)
    expect(loopscope("attach", str(process.pid)), 1, "There is no process")


@test
def usage():
    expect(loopscope("attach", "x"), 2)
    expect(loopscope("attach", "0"), 2)
    expect(loopscope("attach", "1", "2"), 2)
    expect(loopscope("attach", "--json", "1"), 2)
    expect(loopscope("attach", "--narrate"), 2)
    expect(loopscope("atach"), 2, "loopscope attach")


clitest.main()
