#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of one or more build trees and counts the cases: run.py TREE... [--all] [TEST...]

The slow ones (suite "slow") are run only when they are named, or all are asked for.

Every case of a TAP program counts as one; a program that ends otherwise than its cases say (a crash, a
time-out, a sanitizer's report) counts as one failure more.  A program that failed beside others is run once
more, alone, and that run counts; both are told at the end, by name, with what the first one said.
"""
import json
import os
import re
import subprocess
import sys

# Sanitizers: every report is a failure; what libraries below us never free is left out by name.  Where memory was asked
# for is noted by frame pointers, which libraries have not: the stack of a leak may be short.  To unwind each in full
# takes five times as long; ASAN_OPTIONS of one's own have the last word.
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:fast_unwind_on_malloc=1:abort_on_error=0:exitcode=99:"
                    "detect_stack_use_after_return=0",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
}

GOOD = ("OK", "EXPECTEDFAIL", "SKIP")
AGAIN_MAX = 8       # beyond that it was not the load
TOLD_LINES = 40     # of what a program that failed said on standard error, at the end


def environment(tree):
    env = dict(os.environ)
    for name, options in SANITIZERS.items():
        env[name] = ":".join(filter(None, (options, os.environ.get(name))))
    env["LSAN_OPTIONS"] = "print_suppressions=0:suppressions=" + os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "lsan.supp")
    for name in ("LOOPSCOPE_TRACE", "LOOPSCOPE_CLOCK", "LOOPSCOPE_SEED", "DISPLAY", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    return env


class Test:
    """One program of a tree, as meson's log has it."""

    def __init__(self, tree, record):
        self.tree = os.path.basename(tree)
        self.name = re.split(r" / |:", record["name"])[-1]
        self.good = record["result"] in GOOD
        self.result = record["result"]
        self.lines = (record.get("stdout") or "").splitlines()
        self.errors = (record.get("stderr") or "").splitlines()

    def count(self):
        """(passed, failed, skipped)"""
        failed = len(self.starting("not ok"))
        skipped = sum("# skip" in line.lower() for line in self.starting("ok "))
        passed = len(self.starting("ok ")) - skipped
        if not self.good:
            failed = max(failed, 1)
        elif passed + skipped == 0:
            passed, skipped = (0, 1) if self.result == "SKIP" else (1, 0)
        return passed, failed, skipped

    def starting(self, word):
        return [line for line in self.lines if line.startswith(word)]

    def tell(self):
        """The cases that failed, each with its reason, and what was said beside them."""
        print(f"-- {self.tree}: {self.name}: {self.result}")
        telling = False
        for line in self.lines:
            telling = line.startswith(("not ok", "Bail out")) or telling and line.startswith("#")
            if telling:
                print("   " + line)
        for line in self.errors[-TOLD_LINES:]:
            print("   | " + line)


def run_tree(tree, options):
    """Runs meson's tests in a tree; gives each by its name."""
    command = ["meson", "test", "-C", tree, "--no-rebuild", "--print-errorlogs", *options]
    subprocess.run(command, env=environment(tree), stdin=subprocess.DEVNULL)
    with open(os.path.join(tree, "meson-logs", "testlog.json")) as lines:
        tests = [Test(tree, json.loads(line)) for line in lines]
    return {test.name: test for test in tests}


def run_again(tree, tests):
    """Whatever failed, alone; gives the tests that failed at first."""
    bad = [test for test in tests.values() if not test.good]
    for test in bad if len(bad) <= AGAIN_MAX else []:
        tests.update(run_tree(tree, ["--num-processes", "1", test.name]))
    return bad


def tell_failures(title, tests):
    if tests:
        print("== " + title)
    for test in tests:
        test.tell()


def main():
    trees = [a for a in sys.argv[1:] if os.path.isdir(os.path.join(a, "meson-info"))]
    names = [a for a in sys.argv[1:] if a not in trees and a != "--all"]
    options = names if names or "--all" in sys.argv else ["--no-suite", "slow"]
    total, once, twice = [0, 0, 0], [], []
    for tree in trees:
        print("== " + os.path.basename(tree), flush=True)
        tests = run_tree(tree, options)
        for test in run_again(tree, tests):
            (once if tests[test.name].good else twice).append(test)
        result = [sum(column) for column in zip(*(test.count() for test in tests.values()))]
        print("%s: %d passed, %d failed, %d skipped" % (os.path.basename(tree), *result), flush=True)
        total = [a + b for a, b in zip(total, result)]
    tell_failures("Failed beside others, and passed alone", once)
    tell_failures("Failed", twice)
    print("%d passed, %d failed, %d skipped" % tuple(total))
    sys.exit(1 if total[1] or not total[0] else 0)


main()
