#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""loopscope diff, on what the examples really do."""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
from clitest import *  # noqa: E402, F403

SAME, DIFFERENT, TROUBLE = range(3)
os.environ["LOOPSCOPE_PROBE"] = os.path.join(os.environ["LOOPSCOPE_SOURCE_ROOT"], "src", "probe")


def record(name, example, *words, seed=None):
    path = os.path.join(place.work, name)
    options = ["--clock", "instant", "-o", path] + (["--seed", str(seed)] if seed is not None else [])
    loopscope("run", *options, example, *words)
    return path


@test
def same_program_same_seed():
    for example in ("gather-count", "pipeline", "run-cleanup", "deadlock-locks"):
        a, b = record("a.looptrace", example, seed=3), record("b.looptrace", example, seed=3)
        result = loopscope("diff", a, b)
        check(result.code == SAME and not result.out and not result.err, "nothing to tell of " + example, result)
        told = json.loads(loopscope("diff", "--json", a, b).out)
        check(told["same"] and not told["differences"] and told["events"]["same"] > 20, "the same", told)


@test
def another_seed():
    a, b = record("a.looptrace", "pipeline", seed=3), record("b.looptrace", "pipeline", seed=5)
    result = loopscope("diff", a, b)
    check(result.code == DIFFERENT, "different", result)
    told = json.loads(loopscope("diff", "--json", a, b).out)["differences"]
    check(len(told) == 1, "the first alone", told)
    # The seed decides how long the first producer sleeps, and nothing before it.
    ours, others = told[0]["a"], told[0]["b"]
    check(ours["first-step"] == others["first-step"] and ours["context"] == others["context"], "the same until there", told)
    check(ours["steps"][0]["what"].startswith("Producer 0 sleeps for") and
          others["steps"][0]["what"].startswith("Producer 0 "), "what differs", told)
    check(ours["steps"][0] != others["steps"][0], "it does differ", told)
    lines = result.out.splitlines()
    check(lines[0].startswith("--- ") and lines[1].startswith("+++ ") and lines[2].startswith("@@ "), "a heading", result)
    check("Producer 0 starts." in lines[5] and lines[5].startswith(" "), "context", result)
    check(any(line.startswith("-") and ours["steps"][0]["what"] in line for line in lines), "the words", result)


@test
def programs_that_never_end():
    endless, stubborn = os.path.join(place.work, "endless.py"), os.path.join(place.work, "stubborn.py")
    with open(endless, "w") as file:
        file.write("import asyncio\nasync def main():\n    while True: await asyncio.sleep(1)\nasyncio.run(main())\n")
    with open(stubborn, "w") as file:
        file.write("import asyncio, signal\nasync def main():\n"
                   "    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print, 'no')\n"
                   "    while True: await asyncio.sleep(1)\nasyncio.run(main())\n")
    told = loopscope("diff", "--seconds", "1", "--clock", "real", endless, stubborn)
    check(told.code == TROUBLE and told.err.count("has not ended after 1 s") == 2, "both are ended, and it is said", told)
    told = loopscope("diff", "--seconds", "0", "--clock", "real", endless, "hello.py",
                     prefix=("timeout", "--signal=INT", "4"))
    check(told.err.count("is interrupted") == 1, "Ctrl-C ends it, and the other is recorded", told)
    expect(loopscope("diff", "--seconds", "-1", endless, endless), 2)


@test
def all_and_context():
    a, b = record("a.looptrace", "two-tasks"), record("b.looptrace", "sequential")
    short = loopscope("diff", "--context", "0", a, b)
    full = loopscope("diff", "--all", a, b)
    check(short.code == full.code == DIFFERENT, "different", full)
    check(len(short.out) < len(full.out) and full.out.count("@@ ") > 2, "every difference", full)
    # Each step of either is told once at most, in order.
    for mark in "-+":
        steps = [int(number) for number in re.findall(r"^\%s +(\d+)  " % mark, full.out, re.M)]
        check(steps == sorted(set(steps)) and steps, "steps of " + mark, full)
    told = json.loads(loopscope("diff", "--json", "--all", a, b).out)
    check(len(told["differences"]) == full.out.count("@@ -"), "as many in JSON", told)


@test
def one_ends_earlier():
    a, b = record("a.looptrace", "pipeline", "-p", "1", "-c", "1"), record("b.looptrace", "pipeline", "-p", "1", "-c", "2")
    result = loopscope("diff", b, a)
    check(result.code == DIFFERENT and "Consumer 1" in result.out, "a consumer less", result)


@test
def programs():
    """What is executed, in place of traces: C against Python, one seed against another, a program by its path."""
    source = os.path.join(os.environ["LOOPSCOPE_SOURCE_ROOT"], "src", "examples", "hello.py")
    for words in (["gather-count", "gather-count.py"], ["--seed", "4", "pipeline", "pipeline.py"], [source, "hello"]):
        result = loopscope("diff", *words)
        check(result.code == SAME and not result.out and not result.err, "the same: " + " ".join(words), result)
    result = loopscope("diff", "--seed", "3,5", "pipeline", "pipeline")
    check(result.code == DIFFERENT and result.out.startswith("--- pipeline"), "two seeds", result)
    result = loopscope("diff", record("a.looptrace", "two-tasks"), "two-tasks.py")
    check(result.code == SAME, "a trace and a program", result)
    for words in (["--seed", "1,2,3"], ["--seed", "-1"], ["--clock", "sundial"]):
        check(loopscope("diff", *words, "hello", "hello").code == TROUBLE, "misused: " + " ".join(words))
    check(loopscope("diff", "no-example", "hello").code == TROUBLE, "no such example")


@test
def what_is_compared():
    a, b = record("a.looptrace", "two-tasks"), record("b.looptrace", "three-tasks")
    told = json.loads(loopscope("diff", "--json", a, b).out)
    check(0 < told["a"]["compared"] < told["a"]["events"], "how many events are compared", told)
    fewer = json.loads(loopscope("diff", "--json", "--without", "output", "--without", "turn", a, b).out)
    check(fewer["a"]["compared"] < told["a"]["compared"], "kinds are left out", fewer)
    check(loopscope("diff", "--without", "nonsense", a, b).code == TROUBLE, "no such kind")
    # Task by task the order among tasks is none.
    one, other = record("c.looptrace", "pipeline", seed=3), record("d.looptrace", "pipeline", seed=3)
    check(loopscope("diff", "--by-task", one, other).code == SAME, "by task")
    check(loopscope("diff", "--by-task", a, b).code == DIFFERENT, "by task they differ, too")


@test
def trouble():
    a = record("a.looptrace", "hello")
    check(loopscope("diff", a).code == TROUBLE, "one trace")
    check(loopscope("diff", a, a, a).code == TROUBLE, "three traces")
    check(loopscope("diff", a, "missing.looptrace").code == TROUBLE, "no such file")
    check(loopscope("diff", "--context", "-1", a, a).code == TROUBLE, "no context of -1")
    with open(os.path.join(place.work, "no.looptrace"), "w") as file:
        file.write("no trace\n")
    check(loopscope("diff", a, "no.looptrace").code == TROUBLE, "no trace")
    damaged = bytearray(open(a, "rb").read())
    for block in range(1, len(damaged) // BLOCK):
        damaged[block * BLOCK + 8] ^= 0xff
    with open(os.path.join(place.work, "damaged.looptrace"), "wb") as file:
        file.write(damaged)
    result = loopscope("diff", a, "damaged.looptrace")
    check(result.code == TROUBLE and result.err, "a damaged trace is trouble", result)


main()
