#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands, on real examples and on programs of one's own."""
import glob
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
from clitest import *  # noqa: E402, F403


# -- what each command does


@test
def help_and_version():
    for words in ([], ["run"], ["export"], ["dump"], ["diff"], ["list"]):
        result = expect(loopscope(*words, "--help"), OK)
        check("xit codes" in result.out and not result.err, "help tells the exit codes", result)
    version = expect(loopscope("--version"), OK)
    check(re.fullmatch(r"loopscope \d+\.\d+\.\d+\n", version.out), "a version", version)


@test
def usage():
    expect(loopscope("rnu"), USAGE, "rnu", "loopscope run")
    expect(loopscope("gahter-count"), USAGE, "gather-count")
    expect(loopscope("xyzzy"), USAGE, "xyzzy", "--help")
    expect(loopscope("--bogus"), USAGE, "--bogus", "--help")
    for command in ("run", "export", "dump", "diff", "list"):
        expect(loopscope(command, "--no-such-option"), USAGE, "--no-such-option", "loopscope %s --help" % command)
    expect(loopscope("list", "more"), USAGE)
    for command in ("run", "export", "dump"):
        expect(loopscope(command), USAGE)
    expect(loopscope("dump", "a", "b"), USAGE)
    expect(loopscope("run", "--clock", "sundial", "hello"), USAGE, "real", "paced", "instant")
    expect(loopscope("run", "--seed", "-3", "hello"), USAGE, "seed")
    expect(loopscope("run", "--seed", "three", "hello"), USAGE)


@test
def list_examples():
    with open(os.path.join(SOURCE, "src/examples/catalogue.json")) as f:
        catalogue = json.load(f)
    check(examples() == [e["name"] for e in catalogue], "the catalogue's order")
    listed = json.loads(loopscope("list", "--json").out)
    for given, shown in zip(catalogue, listed):
        for member, value in given.items():
            check(shown.get(member, value) == value, "%s of %s" % (member, given["name"]), shown)
    table = expect(loopscope("list"), OK).out
    for example in catalogue:
        check(re.search(r"^  %s +%s$" % (example["name"], re.escape(example["summary"])), table, re.M),
              example["name"], table)


def without_seconds(output):
    return re.sub(rb"\d+\.\d+ s\b", b"# s", output)


@test
def run_passes_output_through():
    for example in json.loads(expect(loopscope("list", "--json"), OK).out):
        name = example["name"]
        env = environment(LOOPSCOPE_CLOCK="instant")
        if "interrupt-at" in example:
            env["LOOPSCOPE_INTERRUPT_AT"] = str(example["interrupt-at"])
        here = subprocess.Popen([os.path.join(BUILD, "src/examples", name)], env=env, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)
        result = loopscope("run", "--clock", "instant", name)
        out, err = here.communicate(timeout=100)
        expect(result, here.returncode)
        # Some measure real time under any clock.
        check(without_seconds(result.out.encode()) == without_seconds(out), "stdout of " + name, result)
        check(result.err.encode() == err, "stderr of " + name, result)
    check(len(cached()) == len(examples()), "a trace of each is kept", cached())


@test
def run_narrates():
    path = os.path.join(place.work, "t.looptrace")
    plain = expect(loopscope("run", "--clock", "instant", "gather-count"), OK)
    told = expect(loopscope("run", "--clock", "instant", "--narrate", "-o", path, "gather-count"), OK)
    check(told.out == plain.out, "stdout is as without", told)
    lines = told.err.splitlines()
    numbers = [int(line.split()[0]) for line in lines]
    check(len(lines) > 20 and numbers == list(range(1, len(lines) + 1)), "a line a step", told)
    check(any("1.000 s" in line for line in lines), "with its time", told)


@test
def run_example_by_any_clock():
    for clock in ("real", "paced", "instant"):
        path = os.path.join(place.work, clock + ".looptrace")
        result = expect(loopscope("run", "--clock", clock, "-o", path, "gather-count"), OK)
        check(result.out == "One\nOne\nOne\nTwo\nTwo\nTwo\n", clock, result)
        events = json.loads(dump(path, "--json"))["events"]
        check([e["value"] for e in events if e["event"] == "loop-created"] == [clock], "the clock is recorded")


@test
def run_example_with_arguments():
    def output(*words):
        return expect(loopscope("run", "--clock", "instant", *words), OK).out
    own = output("pipeline")
    check(output("pipeline", "-p", "3", "-c", "2") == own, "its own arguments")
    other = output("pipeline", "-p", "1", "-c", "1")
    check(other != own and "Producer 1" not in other, "others", other)
    check(output("pipeline", "--", "-p", "1", "-c", "1") == other, "behind two dashes")
    seeded = output("--seed", "4", "pipeline")
    check(seeded != own, "another seed", seeded)
    for words in (["pipeline", "--seed", "4"], ["pipeline", "--", "--seed=4"], ["pipeline", "-p", "3", "-c", "2", "--seed", "4"]):
        check(output(*words) == seeded, "the seed behind the name", words)
    expect(loopscope("run", "pipeline", "--seed", "x"), USAGE, "seed")


@test
def dump_text_and_json():
    path = record()
    whole = json.loads(dump(path, "--json"))
    check(whole["process"]["example"] == "gather-count" and whole["process"]["pid"] > 0, "the process", whole["process"])
    check(whole["complete"] and not whole["problems"], "complete")
    events = whole["events"]
    check([e["seq"] for e in events] == list(range(len(events))), "numbered from 0")
    check(events[-1]["event"] == "loop-closed", "to the loop's end", events[-1])
    lines = [e for e in events if "site" in e and e["event"] == "task-suspended"]
    check(lines and all(e["site"]["file"].endswith("/gather-count.c") and e["site"]["line"] > 0 for e in lines),
          "source lines", lines[:3])
    text = dump(path).splitlines()
    check(text[0].startswith("# ") and len([t for t in text if not t.startswith("#")]) == len(events), "a line an event")
    check(any("gather-count.c:" in t for t in text), "source lines in the text", text[:9])


@test
def dump_is_deterministic():
    for options in ((), ("--json",)):
        first = dump(record(), "--deterministic", *options)
        second = dump(record(), "--deterministic", *options)
        check(first == second, "the same twice")
        check(place.work not in first and SOURCE not in first and BUILD not in first, "no places", first[:2000])
        check("process" not in first and "wall" not in first, "no process, no wall time")


@test
def export_every_view_and_format():
    path = record()
    magic = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<?xml", "pdf": b"%PDF-"}
    for view in ("stage", "timeline", "film"):
        for ending, begins in magic.items():
            target = os.path.join(place.work, "%s.%s" % (view, ending))
            expect(loopscope("export", path, "--view", view, "-o", target), OK)
            with open(target, "rb") as f:
                check(f.read().startswith(begins), target)
    small, large = (os.path.join(place.work, n) for n in ("small.png", "large.png"))
    expect(loopscope("export", path, "--step", "5", "--scale", "1", "-o", small), OK)
    expect(loopscope("export", path, "--step", "5", "--scale", "2", "-o", large), OK)
    widths = [struct.unpack(">I", open(p, "rb").read()[16:20])[0] for p in (small, large)]
    check(widths[1] == 2 * widths[0], "the scale counts", widths)
    expect(loopscope("export", path, "--view", "timeline", "--axis", "time", "--dark", "-o", small), OK)


@test
def export_all_steps():
    path = record("hello")
    steps = len(expect(loopscope("run", "--clock", "instant", "--narrate", "hello"), OK).err.splitlines())
    expect(loopscope("export", path, "--all", "--scale", "0.5", "-o", os.path.join(place.work, "step.png")), OK)
    pictures = sorted(os.path.basename(p) for p in glob.glob(os.path.join(place.work, "step*.png")))
    check(pictures == ["step-%04d.png" % n for n in range(1, steps + 1)], "a picture a step", pictures)
    expect(loopscope("export", path, "--view", "film", "--all", "-o", os.path.join(place.work, "film.svg")), OK)


@test
def export_usage():
    path = record("hello")
    target = os.path.join(place.work, "x.png")
    expect(loopscope("export", path, "-o", os.path.join(place.work, "x.gif")), USAGE, ".png")
    expect(loopscope("export", path), USAGE, "-o")
    expect(loopscope("export", path, "--view", "sideways", "-o", target), USAGE, "stage", "timeline", "film")
    expect(loopscope("export", path, "--view", "timeline", "--axis", "z", "-o", target), USAGE, "steps", "time")
    expect(loopscope("export", path, "--step", "100000", "-o", target), USAGE, "100000")
    expect(loopscope("export", path, "--step", "-1", "-o", target), USAGE, "from 1")
    expect(loopscope("export", path, "--view", "film", "--from", "-1", "-o", target), USAGE, "from 1")
    expect(loopscope("export", path, "--step", "1", "--all", "-o", target), USAGE, "--all")
    check(not os.path.exists(target), "nothing is written")


# -- programs of one's own


@test
def program_outside_the_tree():
    path = os.path.join(place.work, "own.looptrace")
    result = expect(run_program(options=["-o", path]), OK)
    check(result.out == "tty 0 0 0\n", "stdout", result)
    check(result.err == "to stderr\n", "stderr", result)
    events = json.loads(dump(path, "--json"))["events"]
    suspended = [e for e in events if e["event"] == "task-suspended" and e.get("wait") == "sleep"]
    check(suspended and suspended[0]["site"]["function"] == "main_" and
          suspended[0]["site"]["file"].endswith("program.c"), "its own source lines", suspended)


@test
def program_ends_as_it_does():
    for code in (0, 1, 2, 3, 77, 125, 127, 255):
        expect(run_program("", str(code)), code)
    result = run_program("term")
    expect(result, -signal.SIGTERM)
    check("ended" not in result.err, "an ordinary end needs no comment", result)


@test
def program_reads_input():
    result = expect(run_program("echo", stdin=b"one\ntwo\xff\0three"), OK)
    check(result.out == "tty 0 0 0\none\ntwo\udcff\0three", "stdin reaches it unchanged", result)


@test
def program_sees_the_terminal():
    viewer, terminal = pty.openpty()
    process = subprocess.Popen([LOOPSCOPE, "run", "--clock", "instant", program()], cwd=place.work, stdin=terminal,
                               stdout=terminal, stderr=subprocess.DEVNULL,
                               env=environment(LD_LIBRARY_PATH=library_path()))
    os.close(terminal)
    text = b""
    while select.select([viewer], [], [], 60)[0]:
        try:
            text += os.read(viewer, 1000)
        except OSError:
            break
        if b"\n" in text:
            break
    process.wait(60)
    os.close(viewer)
    check(b"tty 1 1 0" in text, "it is a terminal for it too", text)


def own_sites(path, module):
    sites = [e["site"] for e in json.loads(dump(path, "--json"))["events"] if "site" in e]
    return [s for s in sites if s["module"] == module]


@test
def program_without_debug_information():
    visible = PROGRAM.replace("static LsValue", "LsValue main_ (const LsValue *, GError **);\nLsValue")
    plain = compile_program("plain", visible, "-g0")
    path = os.path.join(place.work, "plain.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", path, plain, LD_LIBRARY_PATH=library_path()), OK)
    expect(loopscope("dump", path), OK, "without debug information", "-g")
    sites = own_sites(path, plain)
    check(any(s["function"] == "main_" for s in sites), "functions are known", sites[:3])
    check(all("line" not in s for s in sites), "lines are not", sites[:3])
    subprocess.run(["strip", plain], check=True)
    expect(loopscope("run", "--clock", "instant", "-o", path, plain, LD_LIBRARY_PATH=library_path()), OK)
    expect(loopscope("dump", path), OK, "stripped", "-g")
    sites = own_sites(path, plain)
    check(sites and all(re.match(r"plain\+0x[0-9a-f]+$", s["function"]) for s in sites), "offsets are", sites[:3])


@test
def separate_debug_information():
    """In a file of its own, as distributions ship it."""
    split = compile_program("split", PROGRAM, "-Wl,--build-id")
    subprocess.run(["objcopy", "--only-keep-debug", split, split + ".debug"], check=True)
    subprocess.run(["strip", split], check=True)
    subprocess.run(["objcopy", "--add-gnu-debuglink=" + split + ".debug", split], check=True)
    os.mkdir(os.path.join(place.work, ".debug"))
    os.rename(split + ".debug", os.path.join(place.work, ".debug", "split.debug"))
    path = os.path.join(place.work, "split.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", path, split, LD_LIBRARY_PATH=library_path()), OK)
    sites = own_sites(path, split)
    check(any(s["function"] == "main_" and s.get("line", 0) > 0 for s in sites), "lines are known", sites[:3])


def in_both(name, *options):
    """The events of an example, in C and in Python."""
    probe = os.path.join(os.environ["LOOPSCOPE_SOURCE_ROOT"], "src", "probe")
    for language in ((), ("--python",)):
        path = os.path.join(place.work, name + ".looptrace")
        expect(loopscope("run", *language, *options, "-o", path, name, LOOPSCOPE_PROBE=probe), OK)
        yield json.loads(dump(path, "--json"))["events"]


def line_of(event):
    with open(os.path.join(os.environ["LOOPSCOPE_SOURCE_ROOT"], "src", "examples", event["site"]["file"]), encoding="utf-8") as f:
        return f.read().splitlines()[event["site"]["line"] - 1]


@test
def cancel_tells_its_own_line():
    for events in in_both("cancel", "--clock", "instant"):
        event = next(e for e in events if e["event"] == "cancel-requested")
        check("cancel" in line_of(event), "the line of cancel()", event)


@test
def set_result_tells_its_own_line():
    for events in in_both("await-future", "--clock", "instant"):
        event = next(e for e in events if e["event"] == "future-resolved" and e["kind"] == "plain")
        check("set_result" in line_of(event), "the line of set_result()", event)


@test
def what_comes_after_a_blocking_call_is_later():
    for events in in_both("slow-callback", "--clock", "real"):
        at = next(i for i, e in enumerate(events) if e["event"] == "blocking")
        check(events[at + 1]["time"] - events[at]["time"] >= 0.15, "real time has passed", events[at:at + 2])


main()
