#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-probe.py [--json] [--quick] [WORKLOAD...]: what recording costs a Python program, one run.

Every sample is a process of its own, pinned to one CPU; without and with the probe they take turns.  Figures are
medians of processor time over the rounds; a round before them is not counted, since memory that is touched for the
first time costs a virtual machine more.  The trace lies in memory.  --json prints a list of {workload, ns, recorded,
ratio, bytes}: ns of an operation without and with the probe, and what it takes in the trace.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from bench import WORKLOADS as COMPARED, ASYNCIO, PLACES, in_words  # noqa: E402

HERE = pathlib.Path(__file__).parent
PROBE = HERE.parent.parent / "src" / "probe"
PYTHON = "/usr/bin/python3"
# What one operation is, and how many there are.
WORKLOADS = {name: (what, n[ASYNCIO]) for name, (what, n) in COMPARED.items() if name != "M3"}
WORKLOADS["IO"] = "request and answer over TCP streams", 20000
WORKLOADS["HTTP"] = "aiohttp request and answer", 3000


class Bench:
    def __init__(self, quick):
        self.rounds = 1 if quick else 5
        self.n_warming = 0 if quick else 1
        self.divisor = 50 if quick else 1
        self.cpu = max(os.sched_getaffinity(0))

    def run(self, workload, n, trace=None):
        env = {name: value for name, value in os.environ.items() if not name.startswith("LOOPSCOPE")}
        if trace is not None:
            env.update(LOOPSCOPE_TRACE=trace, LOOPSCOPE_LIMIT=str(8 << 30), PYTHONPATH=str(PROBE / "sitecustomize"))
        out = subprocess.run([PYTHON, str(HERE / "bench-asyncio.py"), workload, str(n)], env=env, check=True,
                             stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, {self.cpu})).stdout
        return json.loads(out)

    def measure(self, workload):
        n = max(10, WORKLOADS[workload][1] // self.divisor)
        plain, recorded = [], []
        with tempfile.TemporaryDirectory(dir=PLACES["memory"]) as folder:
            for _ in range(self.n_warming + self.rounds):
                plain.append(self.run(workload, n)["cpu_ns"] / n)
                recorded.append(self.run(workload, n, os.path.join(folder, "a.looptrace"))["cpu_ns"] / n)
            size = os.path.getsize(os.path.join(folder, "a.looptrace"))
        ns, more = (statistics.median(samples[self.n_warming:]) for samples in (plain, recorded))
        return {"workload": workload, "ns": round(ns), "recorded": round(more), "ratio": round(more / ns, 2),
                "bytes": round(size / n)}


def print_table(rows):
    print("| | operation | asyncio | recorded | times |\n| --- | --- | ---: | ---: | ---: |")
    for row in rows:
        print("| %s | %s | %s | %s | %.3g |" % (row["workload"], WORKLOADS[row["workload"]][0], in_words(row["ns"]),
              in_words(row["recorded"]), row["ratio"]))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench --probe", description=__doc__.split("\n\n", 1)[1])
    parser.add_argument("--json", action="store_true", help="rows as JSON in place of a table")
    parser.add_argument("--quick", action="store_true", help="one round of small runs: whether all of it works")
    parser.add_argument("workload", nargs="*", help="these only: " + " ".join(WORKLOADS))
    options = parser.parse_intermixed_args()
    unknown = [w for w in options.workload if w not in WORKLOADS]
    if unknown:
        parser.error("there is no workload " + unknown[0])

    rows = []
    for workload in options.workload or WORKLOADS:
        if workload == "HTTP" and importlib.util.find_spec("aiohttp") is None:
            print("HTTP: the package python3-aiohttp is not installed", file=sys.stderr)
            continue
        rows.append(Bench(options.quick).measure(workload))
        print("%(workload)s: %(ns)s ns, recorded %(recorded)s ns" % rows[-1], file=sys.stderr)
    if options.json:
        json.dump(rows, sys.stdout, indent=1)
        print()
    else:
        print_table(rows)


main()
