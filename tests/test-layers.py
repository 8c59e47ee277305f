#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No layer reaches up: a source of a layer cannot include a header of one below it, nor GTK.

With the very flags each layer is compiled with, the compiler is asked which headers it finds: none of the forbidden
ones, and each of the layer's own.
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
    return ['"%s"' % os.path.basename(h) for h in sorted(glob.glob(os.path.join(SOURCE, "src", layer, "*.h")))]


def flags(layer):
    with open(os.path.join(BUILD, "compile_commands.json")) as f:
        for entry in json.load(f):
            path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if os.path.dirname(path) == os.path.join(SOURCE, "src", layer) and path.endswith(".c"):
                words = shlex.split(entry["command"])
                keep = [w for w in words if w.startswith(("-I", "-D", "-std", "-isystem"))]
                return [words[0]] + keep, entry["directory"]
    return None


def reached(compiler, directory, headers):
    """Those that the compiler finds; what they hold does not matter."""
    text = "".join("#if __has_include (%s)\nfound %d\n#endif\n" % (header, i) for i, header in enumerate(headers))
    told = subprocess.run(compiler + ["-x", "c", "-E", "-P", "-"], input=text, text=True, cwd=directory,
                          stdout=subprocess.PIPE, check=True).stdout
    return [headers[int(line.split()[1])] for line in told.splitlines() if line.startswith("found")]


def main():
    cases = []
    for position, layer in enumerate(LAYERS):
        found = flags(layer)
        if found is None:
            cases.append((False, "%s has a compiled source" % layer))
            continue
        if headers(layer):
            own = headers(layer)
            cases.append((reached(*found, own) == own, "%s reaches its own headers" % layer))
        for below in LAYERS[position + 1:]:
            wrong = reached(*found, headers(below))
            cases.append((not wrong, "%s does not reach %s %s" % (layer, below, " ".join(wrong))))
        if layer != "app":
            cases.append((not reached(*found, ["<gtk/gtk.h>"]), "%s does not reach GTK" % layer))
    print("1..%d" % len(cases))
    for number, (ok, name) in enumerate(cases, 1):
        print("%s %d - %s" % ("ok" if ok else "not ok", number, name.strip()))


main()
