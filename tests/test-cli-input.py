#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input and bad luck: a clear sentence, the right exit code, nothing lost."""
import contextlib
import json
import os
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from clitest import *  # noqa: E402, F403


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
        for words in (["dump", path], ["export", path, "-o", os.path.join(place.work, "x.png")], [path]):
            result = expect(loopscope(*words), UNREADABLE, path)
            check(not result.out, "nothing on stdout", result)
    expect(loopscope("dump", place.work), UNREADABLE, place.work)
    expect(loopscope("dump", "no-such-file"), UNREADABLE, "no-such-file")
    expect(loopscope("no-such-file.looptrace"), UNREADABLE, "no-such-file.looptrace")
    check(not os.path.exists(os.path.join(place.work, "x.png")), "no picture")


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
            expect(loopscope("export", cut, "-o", os.path.join(place.work, "cut.png")), result.code)
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
            expect(loopscope("export", bad, "-o", os.path.join(place.work, "bad.png")), DAMAGED)
    check(damages > 0, "damage is noticed", len(blocks))


@test
def no_engine():
    path = os.path.join(place.work, "x.looptrace")
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
        path = os.path.join(place.work, how + ".looptrace")
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
    while not os.path.exists(os.path.join(place.work, "went")):
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
    path = os.path.join(place.work, "-t.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", path, "hello"), OK)
    expect(loopscope("dump", "--", "-t.looptrace"), OK)
    expect(loopscope("run", "--"), USAGE)


@test
def never_starts():
    expect(loopscope("run", "./nothing-here"), RUN_NONE, "nothing-here")
    expect(loopscope("run", place.work), RUN_CANNOT, "folder")
    expect(loopscope("run", write("plain-file", "text")), RUN_CANNOT, "plain-file", "chmod")
    expect(loopscope("run", write("script", "#!/no/such/interpreter\n", 0o755)), RUN_CANNOT, "script")
    garbage = loopscope("run", write("garbage", b"\x7fELF garbage", 0o755))
    check(garbage.code > 0 and "garbage" in garbage.err, "garbage", garbage)
    expect(loopscope("run", "plain-file"), RUN_NONE, "./plain-file")
    check(not cached(), "no empty traces are left", cached())


@contextlib.contextmanager
def full_disk():
    """A folder on a file system that is full; gives it and the words to execute a command where it is mounted."""
    folder = os.path.join(place.work, "full")
    os.mkdir(folder)
    script = 'mount -t tmpfs -o size=64k none "$0" && head -c 60000 /dev/zero >"$0/fill"; exec "$@"'
    prefix = ["unshare", "-rm", "sh", "-c", script, folder]
    if subprocess.run([*prefix, "true"], capture_output=True).returncode != 0:
        yield None, None
    else:
        yield folder, prefix


def listing_after(*words, folder, prefix):
    """The result of a command on the full disk, and what lies there afterwards."""
    script = '"$@"; code=$?; ls -A %s >%s/listing; exit $code' % (folder, place.work)
    done = Result(subprocess.run([*prefix, "sh", "-c", script, "sh", LOOPSCOPE, *words], capture_output=True, cwd=place.work,
                                 env=environment(), timeout=100))
    return done, open(os.path.join(place.work, "listing")).read().split()


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
            done = subprocess.run([LOOPSCOPE, *words], stdout=full, stderr=subprocess.PIPE, cwd=place.work, env=environment())
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
        result = Result(subprocess.run([*prefix, LOOPSCOPE, "run", "hello"], capture_output=True, cwd=place.work,
                                       env=dict(environment(), XDG_CACHE_HOME=folder), timeout=100))
        expect(result, RUN_CANNOT, folder, "space", "XDG_CACHE_HOME")
        check(not result.out, "it is not executed unrecorded", result)


@test
def no_display():
    expect(loopscope(), NO_DISPLAY, "display", "loopscope run", "loopscope export")
    expect(loopscope(record()), NO_DISPLAY, "display")
    expect(loopscope("--example", "hello"), NO_DISPLAY, "display")


main()
