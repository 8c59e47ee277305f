#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of whole runs: films, documents, pages for a browser, events as JSON; and the places they begin at."""
import collections
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
from clitest import *  # noqa: E402, F403

SVG = "{http://www.w3.org/2000/svg}"


def path_of(name):
    return os.path.join(place.work, name)


def export(trace, name, *options):
    target = path_of(name)
    expect(loopscope("export", trace, *options, "-o", target), OK)
    return target


def read(path):
    with open(path, "rb") as f:
        return f.read()


def units(trace, *ends):
    return sum(e["event"] in ends for e in json.loads(dump(trace, "--json"))["events"])


def narrated(name):
    """Each step's sentence and the reason behind it, without its number and time."""
    told = expect(loopscope("run", "--clock", "instant", "--narrate", name), OK).err.splitlines()
    return [line.split(" s ", 1)[1].strip() for line in told]


# -- a page for a browser


@test
def page_is_well_formed():
    trace = record("bounded-queue")
    for grain in ("turn", "step", "iteration"):
        root = ET.parse(export(trace, grain + ".html", "--grain", grain)).getroot()
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        check(len(ids) == len(set(ids)), "no id twice", [i for i, n in collections.Counter(ids).items() if n > 1])
        used = {e.get("href")[1:] for e in root.iter(SVG + "use")}
        check(used and used <= set(ids), "what is used is there", used - set(ids))
        pages = root.findall(".//main/section")
        check([p.get("id") for p in pages] == ["p%d" % (i + 1) for i in range(len(pages))], "pages are numbered")
        for page in pages:
            picture = page.find(".//" + SVG + "svg")
            said = page.find(".//p[@class='what']").text
            check(picture.get("role") == "img" and picture.get("aria-label") == said, "its sentence stands for it", said)
            check(picture.find(SVG + "use") is not None, "it shows something")


@test
def page_needs_nothing_else():
    text = read(export(record("bounded-queue"), "page.html")).decode()
    outside = [a for a in re.findall(r"(?:src|href|url\(|@import|fetch\()\s*=?\s*[\"']?([^\"') >]+)", text) if not a.startswith("#")]
    check(not outside, "nothing is loaded from elsewhere", outside)
    check("http" not in text.replace("http://www.w3.org/2000/svg", ""), "no address")
    for word in ("aria-live", "prefers-color-scheme", "ArrowRight", "PageDown", "Home", 'type="range"'):
        check(word in text, word)


@test
def page_has_each_turn():
    trace = record("bounded-queue")
    root = ET.parse(export(trace, "page.html")).getroot()
    pages = root.findall(".//main/section")
    turns = units(trace, "task-suspended", "task-done")
    titles = [p.get("aria-label") for p in pages]
    check(titles[:turns] == ["Turn %d of %d" % (i + 1, turns) for i in range(turns)], "a page a turn", titles)
    written = "".join("".join(p.find(".//div[@class='written']/pre").itertext()).lstrip("\n") for p in pages
                      if p.find(".//div[@class='written']/pre") is not None)
    check(written == expect(loopscope("run", "--clock", "instant", "bounded-queue"), OK).out, "all of the output", written)
    marked = ["".join(b.itertext()) for b in root.findall(".//pre[@class='source']/b")]
    check(marked and any("ls_queue_put" in line for line in marked), "source lines", marked)
    said = ["".join(e.itertext()) for e in root.iter() if e.get("class") == "what" or e.tag == "li"]
    left_out = [line for line in narrated("bounded-queue")[:18] if not any(line.startswith(s) for s in said)]
    check(not left_out, "nothing is left out", left_out)


@test
def page_of_steps():
    trace = record("hello")
    pages = ET.parse(export(trace, "page.html", "--grain", "step")).getroot().findall(".//main/section")
    said = [" ".join(e.text for e in p.findall(".//div[@class='words']/p")) for p in pages]
    check(said == narrated("hello"), "each step's sentence", said)


@test
def page_is_small():
    size = os.path.getsize(export(record("producer-consumer"), "page.html", "--grain", "step"))
    check(size < 500_000, "outlines are shared", size)


@test
def page_of_hostile_names():
    source = r"""
#include <loopscope.h>
#include <stdio.h>
static LsValue
main_ (const LsValue *args, GError **error)
{
  printf ("</script><b onclick=\"x\">&amp; ]]> \033[31m \342\200\256 \360\237\220\231\n");
  LS_TRY (ls_sleep (1, error));
  return LS_NONE;
}
int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
"""
    program = compile_program("hostile", source)
    trace = path_of("hostile.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", trace, program, LD_LIBRARY_PATH=library_path()), OK)
    text = read(export(trace, "page.html"))
    root = ET.fromstring(text)
    check(b"</script><b" not in text and len(root.findall(".//script")) == 1, "text stays text")
    check("␛[31m" in "".join(root.itertext()), "control characters are shown")


# -- a document


@test
def document_has_a_page_each_turn():
    if not shutil.which("pdftotext"):
        return "no pdftotext"
    trace = record("bounded-queue")
    target = export(trace, "run.pdf", "--view", "run")
    turns = units(trace, "task-suspended", "task-done")
    pages = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, check=True).stdout.decode().split("\f")[:-1]
    check(len(pages) in (turns, turns + 1), "a page a turn", len(pages))
    for i, page in enumerate(pages[:turns]):
        check("Turn %d of %d" % (i + 1, turns) in page and "page %d of %d" % (i + 1, len(pages)) in page, "numbered", page)
        check("bounded-queue" in page, "titled", page)
    check(any("Consumer waits to get an item from queue." in page for page in pages), "its sentence")
    check(any("bounded-queue.c:" in page for page in pages), "its line")
    fonts = subprocess.run(["pdffonts", target], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    check(fonts and all(" yes yes " in line for line in fonts), "fonts are there, in part", fonts)
    check(len(fonts) <= 8, "and once", fonts)
    images = subprocess.run(["pdfimages", "-list", target], capture_output=True, check=True, text=True).stdout.splitlines()
    check(len(images) <= 2, "all is drawn in lines", images)


@test
def film_by_grain():
    trace = record("bounded-queue")
    sizes = {}
    for grain in ("turn", "step", "iteration"):
        svg = ET.parse(export(trace, grain + ".svg", "--view", "film", "--grain", grain)).getroot()
        sizes[grain] = float(svg.get("viewBox").split()[3])
    check(max(sizes["iteration"], sizes["turn"]) < sizes["step"], "more frames are higher", sizes)
    turns = export(trace, "default.svg", "--view", "film")
    check(read(turns) == read(path_of("turn.svg")), "by turns where nothing is said")


# -- the same bytes


@test
def exports_are_deterministic():
    trace = record("bounded-queue")
    copy = path_of("copy.looptrace")
    shutil.copy(trace, copy)
    kinds = ("stage png", "stage svg", "stage pdf", "timeline svg", "timeline pdf", "film svg", "film pdf", "run pdf", "run html")

    def export_all(of):
        return {kind: read(export(of, kind.replace(" ", "."), "--view", kind.split()[0])) for kind in kinds}

    once = export_all(trace)
    time.sleep(1.1)                                       # documents could hold the second in which they were made
    again = export_all(copy)
    for kind in kinds:
        check(once[kind] == again[kind], "%s, twice" % kind)
    check(read(export(trace, "one.json")) == read(export(copy, "other.json")), "events, twice")


# -- events for Perfetto


@test
def events_as_json():
    trace = record("producer-consumer")
    recorded = json.loads(dump(trace, "--json"))["events"]
    events = json.loads(read(export(trace, "events.json")))["traceEvents"]
    names = {e["tid"]: e["args"]["name"] for e in events if e["name"] == "thread_name"}
    check({"event loop", "main"} <= set(names.values()), "threads are named", names)
    turns = [e for e in events if e.get("cat") == "turn"]
    check(len(turns) == sum(e["event"] == "turn" for e in recorded), "a slice a turn")
    check(all(e["ph"] == "X" and e["dur"] >= 0 and e["tid"] in names for e in events if "dur" in e), "slices")
    flows = {phase: [e["id"] for e in events if e["ph"] == phase] for phase in "sf"}
    check(flows["f"] and set(flows["f"]) <= set(flows["s"]), "who woke whom", flows)
    written = [e["name"] for e in events if e.get("cat") == "output"]
    check(written == [e["value"] for e in recorded if e["event"] == "output"], "what was written", written)
    depths = [e["args"]["items"] for e in events if e["ph"] == "C"]
    check(depths and min(depths) >= 0 and depths[-1] == 0, "queues", depths)
    for tid in names:
        at = 0
        for e in (e for e in events if e["tid"] == tid and e["ph"] == "X" and e.get("cat") in ("turn", "wait", "ready")):
            check(e["ts"] >= at - 0.002, "one after another", e)
            at = e["ts"] + e["dur"]


@test
def events_take_their_time():
    events = json.loads(read(export(record("gather-count"), "events.json")))["traceEvents"]
    waits = [e["dur"] for e in events if e.get("cat") == "wait" and e["dur"] > 1000]
    check(len(waits) == 4 and all(1e6 <= wait < 1.01e6 for wait in waits), "a second is a million", waits)
    timers = {phase: [e["id"] for e in events if e["ph"] == phase] for phase in "be"}
    check(timers["b"] and set(timers["e"]) <= set(timers["b"]), "timers", timers)


@test
def events_by_step():
    events = json.loads(read(export(record("hello"), "events.json", "--axis", "steps")))["traceEvents"]
    check(all(e["dur"] >= 1000 for e in events if e.get("cat") == "turn"), "each turn can be seen")


@test
def a_script_gives_its_name():
    script = write("my own.py", "import asyncio\nasyncio.run(asyncio.sleep(0))\n")
    trace = os.path.join(place.work, "a.looptrace")
    expect(loopscope("run", "-o", trace, script, LOOPSCOPE_PROBE=os.path.join(os.environ["LOOPSCOPE_SOURCE_ROOT"], "src", "probe")), OK)
    text = read(export(trace, "a.html")).decode()
    check("<title>my own.py · Loopscope</title>" in text, "not the interpreter's", text[:600])


# -- bounds


@test
def long_runs():
    program = compile_program("long", r"""
#include <loopscope.h>
static LsValue
main_ (const LsValue *args, GError **error)
{
  for (int i = 0; i < 2500; i++)
    LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}
int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
""")
    trace = path_of("long.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", trace, program, LD_LIBRARY_PATH=library_path()), OK)
    for name, options in (("x.pdf", ("--view", "run")), ("x.html", ()), ("x.svg", ("--view", "film"))):
        expect(loopscope("export", trace, *options, "-o", path_of(name)), FAILED, "2000", "coarser")
        check(not os.path.exists(path_of(name)), "nothing is written")
    expect(loopscope("export", trace, "--view", "run", "--step", "40", "-o", path_of("x.pdf")), OK)
    interrupt(trace)


def interrupt(trace):
    """Ctrl-C at a terminal, once progress is told: gone as by the signal, with nothing left."""
    target = path_of("never.pdf")
    before = set(os.listdir(place.work))
    terminal, other = pty.openpty()
    process = subprocess.Popen([LOOPSCOPE, "export", trace, "--view", "run", "--step", "3800", "-o", target],
                               cwd=place.work, env=environment(), stdin=subprocess.DEVNULL, stderr=other)
    os.close(other)
    said = b""
    while not re.search(rb"\d+ of \d+", said):
        said += os.read(terminal, 1000)
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    os.close(terminal)
    check(code == -signal.SIGINT, "ended by the signal", code)
    check(set(os.listdir(place.work)) == before, "nothing is left", os.listdir(place.work))


# -- places


@test
def at_a_sentence():
    trace = record("gather-count")
    said = narrated("gather-count")
    sleeps = [i + 1 for i, what in enumerate(said) if what.startswith("Task-3 sleeps")]
    by_step = read(export(trace, "a.svg", "--step", str(sleeps[0])))
    check(by_step == read(export(trace, "b.svg", "--at", "Task-3 sleeps for 1 s")), "the first step that begins so")
    many = [i + 1 for i, what in enumerate(said) if what.startswith("Task-")]
    check(read(export(trace, "c.svg", "--step", str(many[2]))) == read(export(trace, "d.svg", "--at", "Task-", "--nth", "3")),
          "the third")
    read(export(trace, "f.pdf", "--view", "film", "--at", "Task-3 sleeps for 1 s"))


@test
def at_a_sentence_in_another_language():
    trace = record("gather-count")
    one = path_of("german.html")
    expect(loopscope("export", trace, "--at", "Task-3 sleeps for 1 s", "-o", one, LANGUAGE="de"), OK)


@test
def at_no_sentence():
    trace = record("bounded-queue")
    target = path_of("x.svg")
    expect(loopscope("export", trace, "--at", "consumer WAITS to gett", "-o", target), USAGE,
           "consumer WAITS to gett", "\n  Consumer waits to get an item from queue.")
    expect(loopscope("export", trace, "--at", "xyzzy", "-o", target), USAGE, "xyzzy", "--narrate")
    expect(loopscope("export", trace, "--at", "Consumer gets", "--nth", "99", "-o", target), USAGE, "99")
    expect(loopscope("export", trace, "--nth", "2", "-o", target), USAGE, "--at")
    expect(loopscope("export", trace, "--at", "Consumer", "--nth", "-2", "-o", target), USAGE, "--nth")
    expect(loopscope("export", trace, "--at", "", "-o", target), USAGE, "--at")
    expect(loopscope("export", trace, "--at", "Consumer", "--step", "3", "-o", target), USAGE, "--step")
    check(not os.path.exists(target), "nothing is written")


MARKED = r"""
#include <loopscope.h>
#include <stdio.h>

static LsValue
main_ (const LsValue *args, GError **error)
{
  const char *text = "// loopscope: not-a-comment";
  LS_TRY (ls_sleep (1, error));          // loopscope: first
  /* loopscope: second */

  LS_TRY (ls_sleep (2, error));
  puts (text);
  if (error == NULL)
    LS_TRY (ls_sleep (3, error));        /* loopscope: never */
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
"""


@test
def at_a_mark():
    program = compile_program("marked", MARKED)
    trace = path_of("marked.looptrace")
    expect(loopscope("run", "--clock", "instant", "-o", trace, program, LD_LIBRARY_PATH=library_path()), OK)
    for name, seconds in (("first", 1), ("second", 2)):
        told = dump(trace, "--at", ":" + name)
        check("task-suspended" in told and "timer-armed" in told, "the step at the line", told)
        one = read(export(trace, "a.svg", "--at", ":" + name))
        check(one == read(export(trace, "b.svg", "--at", "main sleeps for %d s" % seconds)), "it is that step")
    target = path_of("x.svg")
    expect(loopscope("export", trace, "--at", ":third", "-o", target), USAGE, "third", ":first", ":second")
    expect(loopscope("export", trace, "--at", ":never", "-o", target), USAGE, "never", "marked.c:")
    result = expect(loopscope("export", trace, "--at", ":not-a-comment", "-o", target), USAGE)
    check(":not-a-comment" not in result.err.split("these:")[-1], "a string is no comment", result)
    expect(loopscope("export", record("hello"), "--at", ":any", "-o", target), USAGE, "loopscope: any")


@test
def dump_a_step():
    trace = record("gather-count")
    events = [line for line in dump(trace, "--at", "Task-3 sleeps for 1 s").splitlines() if not line.startswith("#")]
    check("task-suspended" in events[-1], "up to the step's end", events)
    check(1 < len(events) < 12, "from the one before it", events)
    json.loads(dump(trace, "--json", "--at", "Task-3 sleeps for 1 s"))


@test
def open_at_a_sentence():
    trace = record("gather-count")
    expect(loopscope(trace, "--at", "Task-3 sleeps for 1 s"), NO_DISPLAY)
    expect(loopscope("--at=Task-3 sleeps for 2 s", trace), USAGE, "Task-3 sleeps for 1 s")
    expect(loopscope("--example", "gather-count", "--at", "Task-3"), USAGE, "recorded")
    expect(loopscope(trace, "--nth", "2"), USAGE, "--at")


@test
def usage_of_kinds():
    trace = record("hello")
    for name, options, word in (("x.svg", ("--view", "run"), ".html"), ("x.html", ("--view", "stage"), "HTML"),
                                ("x.json", ("--view", "film"), "JSON"), ("x.pdf", ("--grain", "turn"), "--grain"),
                                ("x.pdf", ("--view", "film", "--grain", "minute"), "iteration")):
        expect(loopscope("export", trace, *options, "-o", path_of(name)), USAGE, word)
        check(not os.path.exists(path_of(name)), "nothing is written")


main()
