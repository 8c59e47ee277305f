#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No layer reaches up: a source of a layer cannot include a header of one below it, nor GTK.

With the very flags each layer is compiled with, one line that includes the forbidden header is given to
the compiler, which must refuse it; a header of the layer's own must be accepted.
"""
import glob
import json
import os
import shlex
import subprocess

SOURCE = os.environ["LOOPSCOPE_SOURCE_ROOT"]
BUILD = os.environ["LOOPSCOPE_BUILD_ROOT"]
LAYERS = ["engine", "trace", "model", "draw", "session", "cli", "app"]


def headers(layer):
    return [os.path.basename(h) for h in sorted(glob.glob(os.path.join(SOURCE, "src", layer, "*.h")))]


def flags(layer):
    with open(os.path.join(BUILD, "compile_commands.json")) as f:
        for entry in json.load(f):
            path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if os.path.dirname(path) == os.path.join(SOURCE, "src", layer) and path.endswith(".c"):
                words = shlex.split(entry["command"])
                keep = [w for w in words if w.startswith(("-I", "-D", "-std", "-isystem"))]
                return [words[0]] + keep, entry["directory"]
    return None


def accepts(compiler, directory, header):
    # Only whether the header is found matters, not what it holds: -M lists, without parsing further.
    text = "#if !__has_include (%s)\n#error not reachable\n#endif\n" % header
    return subprocess.run(compiler + ["-x", "c", "-fsyntax-only", "-"], input=text, text=True,
                          cwd=directory, stderr=subprocess.DEVNULL).returncode == 0


def main():
    cases = []
    for position, layer in enumerate(LAYERS):
        found = flags(layer)
        if found is None:
            cases.append((False, "%s has a compiled source" % layer))
            continue
        if headers(layer):
            cases.append((accepts(*found, '"%s"' % headers(layer)[0]), "%s reaches its own headers" % layer))
        for below in LAYERS[position + 1:]:
            reached = [h for h in headers(below) if accepts(*found, '"%s"' % h)]
            cases.append((not reached, "%s does not reach %s %s" % (layer, below, " ".join(reached))))
        if layer != "app":
            cases.append((not accepts(*found, "<gtk/gtk.h>"), "%s does not reach GTK" % layer))
    print("1..%d" % len(cases))
    for number, (ok, name) in enumerate(cases, 1):
        print("%s %d - %s" % ("ok" if ok else "not ok", number, name.strip()))


main()
