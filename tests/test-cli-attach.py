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


def start(*words, recorded=True):
    """Starts a program that viewers may come to; it is listed once this returns."""
    process = subprocess.Popen([*words], env=clitest.environment(**{"LOOPSCOPE": "1"} if recorded else {}),
                               stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not listed():
        check(time.monotonic() < deadline, "the program is listed")
        time.sleep(0.01)
    return process


def listed():
    result = loopscope("attach", "--json")
    check(result.code == 0, "attach --json", result)
    return json.loads(result.out)


def end(process):
    process.kill()
    process.wait()


@test
def nothing_to_attach_to():
    result = loopscope("attach")
    expect(result, 0, "loopscope run PROGRAM")
    check(result.out == "", "an empty list", result)
    check(listed() == [], "an empty list")


@test
def list_of_programs():
    process = start(PROGRAM, "10000")
    [entry] = listed()
    check(entry["pid"] == process.pid, "its number", entry)
    check(entry["command"] == PROGRAM + " 10000", "its command line", entry)
    check(entry["runtime"].startswith("Loopscope "), "its runtime", entry)
    check(os.path.exists(entry["trace"]), "its trace", entry)
    table = loopscope("attach")
    check(str(process.pid) in table.out and PROGRAM in table.out, "the table", table)
    end(process)
    check(listed() == [], "gone after it was killed")


@test
def run_can_be_attached_to():
    process = start(clitest.LOOPSCOPE, "run", PROGRAM, "200", recorded=False)
    [entry] = listed()
    check(entry["pid"] in clitest.children(process.pid), "it is the program", entry)
    expect(loopscope("attach", "--narrate", str(entry["pid"])), 0, "prints: tick 199", "The loop is closed.")
    check(process.wait(20) == 0, "it ends well")
    check(listed() == [], "nothing is left")


@test
def followed_and_let_go():
    process = start(PROGRAM, "300")
    viewer = subprocess.Popen([clitest.LOOPSCOPE, "attach", "--narrate", str(process.pid)], env=clitest.environment(),
                              stderr=subprocess.PIPE, text=True)
    while "tick 20" not in viewer.stderr.readline():
        pass
    second = loopscope("attach", "--narrate", str(process.pid))
    expect(second, 1, "another window")
    viewer.send_signal(signal.SIGINT)
    viewer.communicate(timeout=20)
    check(viewer.returncode == 0, "letting go is no failure")
    check(process.wait(20) == 0, "it runs on to its end")


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
