# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: a folder for each, the command, and programs built outside the tree."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import types

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
place = types.SimpleNamespace(work=None, shared=None)    # the folder of the test that runs, that of all


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
    env = dict(os.environ, HOME=place.work, XDG_CACHE_HOME=os.path.join(place.work, "cache"), XDG_RUNTIME_DIR=place.work,
               LC_ALL="C.UTF-8", **more)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "MALLOC_CHECK_"):
        env.pop(name, None)
    return env


def loopscope(*words, stdin=b"", prefix=(), **env):
    return Result(subprocess.run([*prefix, LOOPSCOPE, *words], input=stdin, capture_output=True, cwd=place.work,
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
    path = os.path.join(place.work, name + ".looptrace")
    expect(loopscope("run", "--clock", "instant", *options, "-o", path, name), OK)
    return path


def dump(path, *options):
    return expect(loopscope("dump", path, *options), OK).out


def cached():
    return glob.glob(os.path.join(place.work, "cache", "loopscope", "*.looptrace"))


def write(name, content, mode=0o644):
    path = os.path.join(place.work, name)
    with open(path, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode())
    os.chmod(path, mode)
    return path


# -- programs outside the tree


def installed():
    """A folder in which all is installed as a packager would do it; made once."""
    root = os.path.join(place.shared, "root")
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
    program = os.path.join(place.work, name)
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
    kept = os.path.join(place.shared, "program")
    if not os.path.exists(kept):
        shutil.copy(compile_program("program", PROGRAM), kept)
    return kept


def run_program(*words, options=(), stdin=b"", **env):
    return loopscope("run", "--clock", "instant", *options, program(), *words, stdin=stdin,
                     LD_LIBRARY_PATH=library_path(), **env)


def start_program(*words, options=(), before=()):
    return subprocess.Popen([*before, LOOPSCOPE, "run", "--clock", "instant", *options, program(), *words], cwd=place.work,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment(LD_LIBRARY_PATH=library_path()))


def await_line(process, word):
    line = b""
    while word not in line:
        line = process.stdout.readline()
        check(line, "%r is printed" % word, process)


def children(pid):
    return [int(p) for p in open("/proc/%d/task/%d/children" % (pid, pid)).read().split()]


def run_one(function):
    place.work = tempfile.mkdtemp(dir=place.shared)
    try:
        return function(), None
    except Exception:                                     # noqa: B902, whatever fails fails this test alone
        return None, traceback.format_exc()
    finally:
        shutil.rmtree(place.work, ignore_errors=True)


def main():
    chosen = [t for t in tests if not sys.argv[1:] or t.__name__ in sys.argv[1:]]
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="loopscope-cli-") as place.shared:
        for function in chosen:
            skipped, failure = run_one(function)
            name = function.__name__.replace("_", "-")
            if skipped:
                tap.skip(name, skipped)
            else:
                tap.case(failure is None, name, failure or "")
    tap.done()
