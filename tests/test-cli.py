#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line, on real examples and on programs built outside the tree against the installed library."""
import contextlib
import glob
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

SOURCE = os.environ["LOOPSCOPE_SOURCE_ROOT"]
BUILD = os.environ["LOOPSCOPE_BUILD_ROOT"]
SANITIZE = os.environ.get("LOOPSCOPE_SANITIZE", "none")
LOOPSCOPE = os.environ["LOOPSCOPE_COMMAND"]
BLOCK = 65536                       # of a trace: see src/trace/FORMAT.md

OK, FAILED, USAGE, UNREADABLE, DAMAGED, UNWRITABLE, NO_DISPLAY = range(7)
RUN_FAILED, RUN_CANNOT, RUN_NONE = 125, 126, 127

tests = []
work = None                         # the folder of the test that runs
shared = None                       # that of all tests


def test(function):
    tests.append(function)
    return function


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode("utf-8", "surrogateescape")
        self.err = process.stderr.decode("utf-8", "surrogateescape")

    def __str__(self):
        return "code %s\n--- stdout\n%s--- stderr\n%s---" % (self.code, self.out, self.err)


def environment(**more):
    env = dict(os.environ, HOME=work, XDG_CACHE_HOME=os.path.join(work, "cache"), XDG_RUNTIME_DIR=work,
               LC_ALL="C.UTF-8", **more)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "MALLOC_CHECK_"):
        env.pop(name, None)
    return env


def loopscope(*words, stdin=b"", prefix=(), **env):
    return Result(subprocess.run([*prefix, LOOPSCOPE, *words], input=stdin, capture_output=True, cwd=work,
                                 env=environment(**env), timeout=100))


def check(condition, what="condition", seen=""):
    if not condition:
        raise AssertionError("%s\n%s" % (what, seen))


def expect(result, code, *words):
    """The exit code, and words that the message on standard error has to hold."""
    check(result.code == code, "exit code %d expected" % code, result)
    for word in words:
        check(word in result.err, "%r expected on standard error" % word, result)
    check("CRITICAL" not in result.err and "Sanitizer" not in result.err, "no criticals", result)
    return result


def examples():
    return [e["name"] for e in json.loads(expect(loopscope("list", "--json"), OK).out)]


def record(name="gather-count", *options):
    """A trace of an example, in this test's folder."""
    path = os.path.join(work, name + ".looptrace")
    expect(loopscope("run", "--clock", "instant", *options, "-o", path, name), OK)
    return path


def dump(path, *options):
    return expect(loopscope("dump", path, *options), OK).out


def cached():
    return glob.glob(os.path.join(work, "cache", "loopscope", "*.looptrace"))


def write(name, content, mode=0o644):
    path = os.path.join(work, name)
    with open(path, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode())
    os.chmod(path, mode)
    return path


# -- programs outside the tree


def installed():
    """A folder in which all is installed as a packager would do it; made once."""
    root = os.path.join(shared, "root")
    if not os.path.exists(root):
        done = subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", root],
                              capture_output=True, text=True)
        if done.returncode != 0:
            shutil.rmtree(root, ignore_errors=True)
        check(done.returncode == 0, "it installs", done.stdout + done.stderr)
        for path in glob.glob(root + "/**/loopscope-1.pc", recursive=True):
            with open(path) as f:
                text = f.read()
            # The destination folder stands before the prefix, as it will not on a user's machine.
            prefix = re.search("^prefix=(.*)$", text, re.M).group(1)
            with open(path, "w") as f:
                f.write(text.replace("prefix=" + prefix, "prefix=" + root + prefix, 1))
    return root


def compile_program(name, text, *flags):
    """Builds a program with nothing but what is installed; returns its path."""
    root = installed()
    pc = glob.glob(root + "/**/loopscope-1.pc", recursive=True)
    check(len(pc) == 1, "loopscope-1.pc is installed once", pc)
    env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(pc[0]))
    words = subprocess.run(["pkg-config", "--cflags", "--libs", "loopscope-1"], env=env, check=True,
                           capture_output=True, text=True).stdout.split()
    source = write(name + ".c", text)
    program = os.path.join(work, name)
    sanitize = ["-fsanitize=" + SANITIZE] if SANITIZE != "none" else []
    done = subprocess.run(["gcc", "-g", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", *flags,
                           *sanitize, source, "-o", program, *words], capture_output=True, text=True)
    check(done.returncode == 0, "it compiles", done.stderr)
    return program


def library_path():
    return os.path.dirname(glob.glob(installed() + "/**/libloopscope-1.so", recursive=True)[0])


PROGRAM = r"""
#include <loopscope.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *how;

static LsValue
main_ (const LsValue *args, GError **error)
{
  printf ("tty %d %d %d\n", isatty (0), isatty (1), isatty (2));
  LS_TRY (ls_sleep (0.5, error));
  if (strcmp (how, "echo") == 0)
    for (int c; (c = getchar ()) != EOF;)
      putchar (c);
  if (strcmp (how, "segv") == 0)
    raise (SIGSEGV);
  if (strcmp (how, "abort") == 0)
    abort ();
  if (strcmp (how, "term") == 0)
    raise (SIGTERM);
  if (strcmp (how, "hang") == 0)
    {
      printf ("hanging\n");
      for (;;)
        pause ();
    }
  if (strcmp (how, "later") == 0)
    {
      printf ("begun\n");
      fflush (stdout);
      for (int i = 0; i < 100 && access ("go", F_OK) != 0; i++)
        usleep (100000);
      LS_TRY (ls_sleep (0.5, error));
      fclose (fopen ("went", "w"));
    }
  fprintf (stderr, "to stderr\n");
  return LS_NONE;
}

int
main (int argc, char **argv)
{
  how = argc > 1 ? argv[1] : "";
  if (strcmp (how, "no-loop") == 0)
    return 0;
  if (ls_run_main (ls_coro (main_)) != 0)
    return 99;
  return argc > 2 ? atoi (argv[2]) : 0;
}
"""


def program():
    """The program above; compiled once."""
    global work
    kept = os.path.join(shared, "program")
    if not os.path.exists(kept):
        shutil.copy(compile_program("program", PROGRAM), kept)
    return kept


def run_program(*words, options=(), stdin=b"", **env):
    return loopscope("run", "--clock", "instant", *options, program(), *words, stdin=stdin,
                     LD_LIBRARY_PATH=library_path(), **env)


def start_program(*words, options=(), before=()):
    return subprocess.Popen([*before, LOOPSCOPE, "run", "--clock", "instant", *options, program(), *words], cwd=work,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment(LD_LIBRARY_PATH=library_path()))


def await_line(process, word):
    line = b""
    while word not in line:
        line = process.stdout.readline()
        check(line, "%r is printed" % word, process)


def children(pid):
    return [int(p) for p in open("/proc/%d/task/%d/children" % (pid, pid)).read().split()]


# -- what each command does


@test
def help_and_version():
    for words in ([], ["run"], ["export"], ["dump"], ["list"]):
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
    for command in ("run", "export", "dump", "list"):
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


@test
def run_passes_output_through():
    for example in json.loads(expect(loopscope("list", "--json"), OK).out):
        name = example["name"]
        env = environment(LOOPSCOPE_CLOCK="instant")
        if "interrupt-at" in example:
            env["LOOPSCOPE_INTERRUPT_AT"] = str(example["interrupt-at"])
        here = subprocess.run([os.path.join(BUILD, "src/examples", name)], capture_output=True, env=env, timeout=100)
        result = expect(loopscope("run", "--clock", "instant", name), here.returncode)
        check(result.out.encode() == here.stdout, "stdout of " + name, result)
        check(result.err.encode() == here.stderr, "stderr of " + name, result)
    check(len(cached()) == len(examples()), "a trace of each is kept", cached())


@test
def run_narrates():
    path = os.path.join(work, "t.looptrace")
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
        path = os.path.join(work, clock + ".looptrace")
        result = expect(loopscope("run", "--clock", clock, "-o", path, "gather-count"), OK)
        check(result.out == "One\nOne\nOne\nTwo\nTwo\nTwo\n", clock, result)
        events = json.loads(dump(path, "--json"))["events"]
        check([e["value"] for e in events if e["event"] == "loop-created"] == [clock], "the clock is recorded")


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
        check(work not in first and SOURCE not in first and BUILD not in first, "no places", first[:2000])
        check("process" not in first and "wall" not in first, "no process, no wall time")


@test
def export_every_view_and_format():
    path = record()
    magic = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<?xml", "pdf": b"%PDF-"}
    for view in ("stage", "timeline", "film"):
        for ending, begins in magic.items():
            target = os.path.join(work, "%s.%s" % (view, ending))
            expect(loopscope("export", path, "--view", view, "-o", target), OK)
            with open(target, "rb") as f:
                check(f.read().startswith(begins), target)
    small, large = (os.path.join(work, n) for n in ("small.png", "large.png"))
    expect(loopscope("export", path, "--step", "5", "--scale", "1", "-o", small), OK)
    expect(loopscope("export", path, "--step", "5", "--scale", "2", "-o", large), OK)
    widths = [struct.unpack(">I", open(p, "rb").read()[16:20])[0] for p in (small, large)]
    check(widths[1] == 2 * widths[0], "the scale counts", widths)
    expect(loopscope("export", path, "--view", "timeline", "--axis", "time", "--dark", "-o", small), OK)


@test
def export_all_steps():
    path = record("hello")
    steps = len(expect(loopscope("run", "--clock", "instant", "--narrate", "hello"), OK).err.splitlines())
    expect(loopscope("export", path, "--all", "--scale", "0.5", "-o", os.path.join(work, "step.png")), OK)
    pictures = sorted(os.path.basename(p) for p in glob.glob(os.path.join(work, "step*.png")))
    check(pictures == ["step-%04d.png" % n for n in range(1, steps + 1)], "a picture a step", pictures)
    expect(loopscope("export", path, "--view", "film", "--all", "-o", os.path.join(work, "film.svg")), OK)


@test
def export_usage():
    path = record("hello")
    target = os.path.join(work, "x.png")
    expect(loopscope("export", path, "-o", os.path.join(work, "x.gif")), USAGE, ".png")
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
    path = os.path.join(work, "own.looptrace")
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
    process = subprocess.Popen([LOOPSCOPE, "run", "--clock", "instant", program()], cwd=work, stdin=terminal,
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
    path = os.path.join(work, "plain.looptrace")
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
    os.mkdir(os.path.join(work, ".debug"))
    os.rename(split + ".debug", os.path.join(work, ".debug", "split.debug"))
    path = os.path.join(work, "split.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", path, split, LD_LIBRARY_PATH=library_path()), OK)
    sites = own_sites(path, split)
    check(any(s["function"] == "main_" and s.get("line", 0) > 0 for s in sites), "lines are known", sites[:3])


# -- bad input


@test
def unknown_example():
    result = expect(loopscope("run", "two-taskz"), RUN_NONE, "two-taskz", "two-tasks", "loopscope list")
    check(not result.out, "nothing on stdout", result)
    expect(loopscope("run", "bounded_queue"), RUN_NONE, "loopscope run bounded-queue")
    result = expect(loopscope("run", "qqqqqqqqqqqq"), RUN_NONE, "qqqqqqqqqqqq", "loopscope list")
    check("mean" not in result.err, "no guess where nothing is near", result)
    for words in (["--example", "two-taskz"], ["--example=two-taskz"]):
        expect(loopscope(*words), USAGE, "two-taskz", "two-tasks", "loopscope list")


@test
def not_a_trace():
    pages = {"empty": b"", "text": b"This is no trace.\n" * 1000, "short": b"LST", "zeros": bytes(200000)}
    for name, content in pages.items():
        path = write(name + ".looptrace", content)
        for words in (["dump", path], ["export", path, "-o", os.path.join(work, "x.png")], [path]):
            result = expect(loopscope(*words), UNREADABLE, path)
            check(not result.out, "nothing on stdout", result)
    expect(loopscope("dump", work), UNREADABLE, work)
    expect(loopscope("dump", "no-such-file"), UNREADABLE, "no-such-file")
    expect(loopscope("no-such-file.looptrace"), UNREADABLE, "no-such-file.looptrace")
    check(not os.path.exists(os.path.join(work, "x.png")), "no picture")


@test
def truncated():
    path = record()
    with open(path, "rb") as f:
        whole = f.read()
    n_events = len(json.loads(dump(path, "--json"))["events"])
    seen = set()
    for end in (10, 63, 64, 100, BLOCK, BLOCK + 10, BLOCK + 64, BLOCK + 1000, len(whole) // 2, len(whole) - 1):
        cut = write("cut.looptrace", whole[:end])
        result = loopscope("dump", "--json", cut)
        check(result.code in (OK, UNREADABLE, DAMAGED), "a trace cut at %d" % end, result)
        check(result.code == OK or cut in result.err, "it is said", result)
        seen.add(result.code)
        if result.code != UNREADABLE:
            check(len(json.loads(result.out)["events"]) <= n_events, "no more than there was", result)
            expect(loopscope("export", cut, "-o", os.path.join(work, "cut.png")), result.code)
    check(seen >= {UNREADABLE, DAMAGED}, "cuts of all kinds", seen)


@test
def damaged():
    path = record()
    with open(path, "rb") as f:
        whole = f.read()
    blocks = range(1, len(whole) // BLOCK)
    damages = 0
    for block in blocks:
        spoiled = bytearray(whole)
        for at in range(block * BLOCK + 64, block * BLOCK + 96):
            spoiled[at] ^= 0x5a
        bad = write("bad.looptrace", bytes(spoiled))
        result = loopscope("dump", "--json", bad)
        check(result.code in (OK, DAMAGED), "block %d is damaged" % block, result)
        if result.code == DAMAGED:
            damages += 1
            check("damaged" in result.err and bad in result.err, "it is said", result)
            check(json.loads(result.out)["problems"], "also in the dump", result)
            expect(loopscope("export", bad, "-o", os.path.join(work, "bad.png")), DAMAGED)
    check(damages > 0, "damage is noticed", len(blocks))


@test
def no_engine():
    path = os.path.join(work, "x.looptrace")
    expect(loopscope("run", "-o", path, "/bin/true"), RUN_FAILED, "/bin/true", "engine", "pkg-config")
    expect(loopscope("run", "/bin/false"), 1, "engine")
    result = expect(loopscope("run", "sh", "-c", "cat; exit 7", stdin=b"through\n"), 7, "engine")
    check(result.out == "through\n", "it is executed all the same", result)
    result = expect(loopscope("run", "sh", "-c", "sleep 4; echo late"), RUN_FAILED, "is running but records nothing",
                    "ended and recorded nothing")
    check(result.out == "late\n", "one that runs for long is told at once, and goes on", result)
    check(not os.path.exists(path) and not cached(), "no empty traces are left", cached())


@test
def no_loop():
    result = expect(run_program("no-loop"), OK)
    check(not result.out, "nothing", result)


@test
def crashes():
    for how, number, name in (("segv", signal.SIGSEGV, "SIGSEGV"), ("abort", signal.SIGABRT, "SIGABRT")):
        path = os.path.join(work, how + ".looptrace")
        result = expect(run_program(how, options=["-o", path], ASAN_OPTIONS="handle_segv=0:handle_abort=0"), -number,
                        name, "crashed", path)
        check(result.out == "tty 0 0 0\n", "its output is not lost", result)
        events = [e["event"] for e in json.loads(dump(path, "--json"))["events"]]
        check("task-suspended" in events and "loop-closed" not in events, "what it did until then is recorded")


@test
def killed():
    process = start_program("hang")
    await_line(process, b"hanging")
    os.kill(children(process.pid)[0], signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    check(process.returncode == -signal.SIGKILL and b"SIGKILL" in err and b"killed" in err, "killed", err)
    check(len(cached()) == 1 and cached()[0].encode() in err, "where it is recorded", err)
    check("turn" in dump(cached()[0]), "and it is")


@test
def signals_are_passed_on():
    process = start_program("hang")
    await_line(process, b"hanging")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    check(process.returncode == -signal.SIGTERM, "both ended", process.returncode)
    check(len(cached()) == 1, "and it is recorded")


@test
def viewer_dies():
    process = start_program("later")
    await_line(process, b"begun")
    process.kill()
    process.wait(60)
    write("go", "")
    deadline = time.monotonic() + 60
    while not os.path.exists(os.path.join(work, "went")):
        check(time.monotonic() < deadline, "the program goes on without its viewer")
        time.sleep(0.01)
    process.stdout.close()
    process.stderr.close()
    while "loop-closed" not in dump(cached()[0]):
        check(time.monotonic() < deadline, "and records to its end")
        time.sleep(0.01)


@test
def two_dashes_end_the_options():
    expect(loopscope("run", "--clock", "instant", "--", "hello"), OK)
    expect(loopscope("run", "--", "sh", "-c", "exit 7"), 7)
    path = os.path.join(work, "-t.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", path, "hello"), OK)
    expect(loopscope("dump", "--", "-t.looptrace"), OK)
    expect(loopscope("run", "--"), USAGE)


@test
def never_starts():
    expect(loopscope("run", "./nothing-here"), RUN_NONE, "nothing-here")
    expect(loopscope("run", work), RUN_CANNOT, "folder")
    expect(loopscope("run", write("plain-file", "text")), RUN_CANNOT, "plain-file", "chmod")
    expect(loopscope("run", write("script", "#!/no/such/interpreter\n", 0o755)), RUN_CANNOT, "script")
    garbage = loopscope("run", write("garbage", b"\x7fELF garbage", 0o755))
    check(garbage.code > 0 and "garbage" in garbage.err, "garbage", garbage)
    expect(loopscope("run", "plain-file"), RUN_NONE, "./plain-file")
    check(not cached(), "no empty traces are left", cached())


@contextlib.contextmanager
def full_disk():
    """A folder on a file system that is full; gives it and the words to execute a command where it is mounted."""
    folder = os.path.join(work, "full")
    os.mkdir(folder)
    script = 'mount -t tmpfs -o size=64k none "$0" && head -c 60000 /dev/zero >"$0/fill"; exec "$@"'
    prefix = ["unshare", "-rm", "sh", "-c", script, folder]
    if subprocess.run([*prefix, "true"], capture_output=True).returncode != 0:
        yield None, None
    else:
        yield folder, prefix


def listing_after(*words, folder, prefix):
    """The result of a command on the full disk, and what lies there afterwards."""
    script = '"$@"; code=$?; ls -A %s >%s/listing; exit $code' % (folder, work)
    done = Result(subprocess.run([*prefix, "sh", "-c", script, "sh", LOOPSCOPE, *words], capture_output=True, cwd=work,
                                 env=environment(), timeout=100))
    return done, open(os.path.join(work, "listing")).read().split()


@test
def unwritable_target():
    path = record("hello")
    for target in ("/no/such/folder/x", path + "/x", "/dev/null/x"):
        for ending in (".png", ".svg", ".pdf"):
            expect(loopscope("export", path, "-o", target + ending), UNWRITABLE, target + ending)
        result = expect(loopscope("run", "-o", target + ".looptrace", "hello"), RUN_FAILED, target + ".looptrace")
        check(not result.out, "it is not executed in vain", result)
    result = expect(loopscope("run", "-o", "/dev/full", "hello"), RUN_FAILED, "/dev/full")
    check(open(path, "rb").read(8) == b"LSTRACE\n", "the trace is untouched")
    for words in (["dump", path], ["dump", "--json", path], ["list"], ["list", "--json"], ["--help"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([LOOPSCOPE, *words], stdout=full, stderr=subprocess.PIPE, cwd=work, env=environment())
        check(done.returncode == UNWRITABLE and b"standard output" in done.stderr, "a full standard output", done)


@test
def full_target():
    path = record("producer-consumer")
    with full_disk() as (folder, prefix):
        if folder is None:
            return "no file system can be mounted here"
        for view in ("stage", "timeline", "film"):
            for ending in (".png", ".svg", ".pdf"):
                target = os.path.join(folder, view + ending)
                result, there = listing_after("export", path, "--view", view, "--scale", "4", "-o", target,
                                              folder=folder, prefix=prefix)
                if result.code != OK:          # a small picture still fits
                    expect(result, UNWRITABLE, target)
                check(there == ["fill"] + ([view + ending] if result.code == OK else []), "no half picture", there)
        target = os.path.join(folder, "t.looptrace")
        result, there = listing_after("run", "--clock", "instant", "-o", target, "hello", folder=folder, prefix=prefix)
        expect(result, RUN_FAILED, target, "not lost", "cache")
        check(there == ["fill"], "no half trace", there)
        check(result.out == "Hello\nWorld\n" or result.out, "the program was executed", result)
    check(len(cached()) == 1 and "loop-closed" in dump(cached()[0]), "the recording is where it is said to be", cached())


@test
def full_cache():
    with full_disk() as (folder, prefix):
        if folder is None:
            return "no file system can be mounted here"
        result = Result(subprocess.run([*prefix, LOOPSCOPE, "run", "hello"], capture_output=True, cwd=work,
                                       env=dict(environment(), XDG_CACHE_HOME=folder), timeout=100))
        expect(result, RUN_CANNOT, folder, "space", "XDG_CACHE_HOME")
        check(not result.out, "it is not executed unrecorded", result)


@test
def no_display():
    expect(loopscope(), NO_DISPLAY, "display", "loopscope run", "loopscope export")
    expect(loopscope(record()), NO_DISPLAY, "display")
    expect(loopscope("--example", "hello"), NO_DISPLAY, "display")


def run_one(function):
    global work
    work = tempfile.mkdtemp(dir=shared)
    try:
        return function(), None
    except Exception:                                     # noqa: B902, whatever fails fails this test alone
        return None, traceback.format_exc()
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main():
    global shared
    chosen = [t for t in tests if not sys.argv[1:] or t.__name__ in sys.argv[1:]]
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="loopscope-cli-") as shared:
        for function in chosen:
            skipped, failure = run_one(function)
            name = function.__name__.replace("_", "-")
            if skipped:
                tap.skip(name, skipped)
            else:
                tap.case(failure is None, name, failure or "")
    tap.done()


if __name__ == "__main__":
    main()
