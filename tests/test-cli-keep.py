#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""loopscope run --keep-on: what led to something is kept, and else nothing."""
import glob
import os
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from clitest import BUILD, LOOPSCOPE, OK, USAGE, Result, check, environment, expect, loopscope, main, place, test  # noqa: E402

PROGRAM = os.path.join(BUILD, "tests", "trace-program")
os.environ["LOOPSCOPE_PROBE"] = os.path.join(os.environ["LOOPSCOPE_SOURCE_ROOT"], "src", "probe")


def kept():
    return sorted(os.path.basename(path) for path in glob.glob(os.path.join(place.work, "*.looptrace")))


def run(reasons, what, *options):
    return loopscope("run", "--keep-on", reasons, "-o", "a.looptrace", *options, PROGRAM, what)


def check_readable(name, *words):
    dump = loopscope("dump", name)
    check(dump.code == OK and all(word in dump.out for word in words), name + " can be read", dump.err + dump.out[-500:])


def signalled(number, *words):
    """The result of a service that is sent a signal while it works."""
    program = subprocess.Popen([*words, PROGRAM, "serve"], cwd=place.work, env=environment(), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    begun = program.stdout.readline()
    time.sleep(0.5)
    program.send_signal(number)
    program.stdout, out = None, program.stdout
    _, err = program.communicate(timeout=60)
    out.close()
    return Result(subprocess.CompletedProcess(words, program.returncode, begun, err))


@test
def nothing_happens():
    expect(run("blocked:10000,signal:USR2,crash", "gather"), OK)
    check(kept() == [], "nothing is kept", kept())


@test
def blocked():
    expect(run("blocked:100", "serve"), OK, "blocked for 1", "a-kept-1.looptrace")
    check(kept() == ["a-kept-1.looptrace"], "what led to it is kept", kept())
    check_readable("a-kept-1.looptrace", "loop-started", "serving")


@test
def signalled_through_run():
    result = signalled(signal.SIGUSR2, LOOPSCOPE, "run", "--keep-on", "signal:USR2", "--limit", "1M", "-o", "a.looptrace")
    expect(result, OK, "a-kept-1.looptrace")
    check(kept() == ["a-kept-1.looptrace"], "what led to it is kept", kept())
    check_readable("a-kept-1.looptrace", "timer-fired")


@test
def signalled_without_run():
    """By the environment alone."""
    result = signalled(signal.SIGUSR1, "env", "LOOPSCOPE_TRACE=a.looptrace", "LOOPSCOPE_KEEP_ON=signal:USR1")
    expect(result, OK, "a-kept-1.looptrace")
    check(kept() == ["a-kept-1.looptrace"], "what led to it is kept", kept())
    check_readable("a-kept-1.looptrace", "timer-fired")


@test
def crashes():
    expect(run("crash", "serve-and-die"), -signal.SIGABRT, "SIGABRT", "a.looptrace")
    check(kept() == ["a.looptrace"], "what led to it is kept", kept())
    check_readable("a.looptrace", "turn")
    os.unlink(os.path.join(place.work, "a.looptrace"))
    expect(run("blocked:10000", "serve-and-die"), -signal.SIGABRT, "SIGABRT")
    check(kept() == [], "nothing is kept", kept())


@test
def forked_child():
    """A child that ends by exit() neither removes its parent's trace nor waits for its thread."""
    expect(run("crash", "fork"), OK)
    check(kept() == [], "nothing is kept", kept())


@test
def python():
    """The same, of a Python program."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probe", "service.py")
    expect(loopscope("run", "--keep-on", "blocked:100", "-o", "a.looptrace", script, "ends"), OK)
    check(kept() == [], "nothing is kept", kept())
    expect(loopscope("run", "--keep-on", "blocked:100", "--limit", "1M", "-o", "a.looptrace", script, "blocks"), OK,
           "blocked for 1", "a-kept-1.looptrace")
    check(kept() == ["a-kept-1.looptrace"], "what led to it is kept", kept())
    os.unlink(os.path.join(place.work, "a-kept-1.looptrace"))
    expect(loopscope("run", "--keep-on", "crash", "-o", "a.looptrace", script, "dies"), -signal.SIGSEGV, "SIGSEGV")
    check(kept() == ["a.looptrace"], "what led to it is kept", kept())
    check_readable("a.looptrace", "turn")
    os.unlink(os.path.join(place.work, "a.looptrace"))
    expect(loopscope("run", "--keep-on", "crash", "-o", "a.looptrace", script, "raises"), 1, "ValueError", "a.looptrace")
    check(kept() == ["a.looptrace"], "what led to it is kept", kept())


def check_hanging(*program):
    """It never ends: what led to it is kept nevertheless, and the same not again."""
    hanging = subprocess.Popen([LOOPSCOPE, "run", "--keep-on", "blocked:100", "-o", "a.looptrace", *program], cwd=place.work,
                               env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = hanging.stderr.readline()
    check(b"blocked for 1" in said and kept()[:1] == ["a-kept-1.looptrace"], "it is kept while it goes on", said)
    check_readable("a-kept-1.looptrace", "turn")
    time.sleep(0.4)
    hanging.terminate()
    hanging.communicate(timeout=60)
    check(kept() == ["a-kept-1.looptrace"], "once, and the trace itself is removed", kept())


@test
def hanging():
    check_hanging(os.path.join(os.path.dirname(os.path.abspath(__file__)), "probe", "service.py"), "hangs")


@test
def misused():
    for reasons in ("", "blocked", "blocked:", "blocked:-1", "blocked:soon", "signal:NONE", "signal:KILL", "crash,", "often"):
        expect(run(reasons, "gather"), USAGE, "blocked:MILLISECONDS")
    expect(loopscope("run", "--limit", "3X", PROGRAM, "gather"), USAGE, "64M")
    expect(run("crash", "gather", "--narrate"), USAGE, "--narrate")


main()
