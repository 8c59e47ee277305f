#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of one or more build trees and counts the cases: run.py TREE... [--all] [TEST...]

The slow ones (suite "slow") are run only when they are named, or all are asked for.

Every case of a TAP program counts as one; a program that ends otherwise than its cases say (a crash, a
time-out, a sanitizer's report) counts as one failure more.
"""
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

# Sanitizers: every report is a failure; what libraries below us never free is left out by name.  Where memory was asked
# for is noted by frame pointers, which libraries have not: the stack of a leak may be short.  To unwind each in full
# takes five times as long; ASAN_OPTIONS of one's own have the last word.
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:fast_unwind_on_malloc=1:abort_on_error=0:exitcode=99:"
                    "detect_stack_use_after_return=0",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
}


def environment(tree):
    env = dict(os.environ)
    for name, options in SANITIZERS.items():
        env[name] = ":".join(filter(None, (options, os.environ.get(name))))
    env["LSAN_OPTIONS"] = "print_suppressions=0:suppressions=" + os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "lsan.supp")
    for name in ("LOOPSCOPE_TRACE", "LOOPSCOPE_CLOCK", "LOOPSCOPE_SEED", "DISPLAY", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    return env


def run_tree(tree, options):
    """Runs meson's tests in a tree; returns (name, cases) as meson recorded them."""
    command = ["meson", "test", "-C", tree, "--no-rebuild", "--print-errorlogs", *options]
    subprocess.run(command, env=environment(tree), stdin=subprocess.DEVNULL)
    return read_junit(os.path.join(tree, "meson-logs"))


def read_junit(logs):
    outcomes = {}
    with open(os.path.join(logs, "testlog.json")) as lines:
        for line in lines:
            record = json.loads(line)
            outcomes[record["name"].split(" / ")[-1].split(":")[-1]] = record["result"]
    return outcomes, ET.parse(os.path.join(logs, "testlog.junit.xml")).getroot()


def count(outcomes, junit):
    """(passed, failed, skipped) of a tree."""
    passed = failed = skipped = 0
    seen_bad = set()
    for case in junit.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            seen_bad.add((case.get("classname") or "") + " " + (case.get("name") or ""))
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    for name, result in outcomes.items():
        if result in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS"):
            if not any(name in bad for bad in seen_bad):
                failed += 1
    return passed, failed, skipped


def main():
    trees = [a for a in sys.argv[1:] if os.path.isdir(os.path.join(a, "meson-info"))]
    names = [a for a in sys.argv[1:] if a not in trees and a != "--all"]
    options = names if names or "--all" in sys.argv else ["--no-suite", "slow"]
    total = [0, 0, 0]
    for tree in trees:
        print("== " + os.path.basename(tree), flush=True)
        result = count(*run_tree(tree, options))
        print("%s: %d passed, %d failed, %d skipped" % (os.path.basename(tree), *result), flush=True)
        total = [a + b for a, b in zip(total, result)]
    print("%d passed, %d failed, %d skipped" % tuple(total))
    sys.exit(1 if total[1] or not total[0] else 0)


main()
