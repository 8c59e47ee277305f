#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench.py TREE [--json] [--quick] [WORKLOAD...]: the engine beside asyncio and raw GLib, one run.

Every sample is a process of its own, pinned to one CPU; the programs take turns round by round, so that what else the
machine does falls on all alike.  Figures are medians of processor time over the rounds; compare only those of one run.
A round before them is not counted: the host of a virtual machine backs memory when it is first touched, which takes
several times as long as anything that the programs do with it.
--json prints a list of {workload, peer, ns, bytes, ratio_to_asyncio}; what there is not is null.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ENGINE, ASYNCIO, GLIB = "engine", "asyncio", "glib"
PEERS = ENGINE, ASYNCIO, GLIB

# What one operation is, and how many of them each peer does.
WORKLOADS = {
    "W1": ("yield", {ENGINE: 3000000, ASYNCIO: 100000, GLIB: 500000}),
    "W2": ("task created and awaited", {ENGINE: 200000, ASYNCIO: 50000, GLIB: 200000}),
    "W3": ("task that sleeps up to 1 s", {ENGINE: 50000, ASYNCIO: 50000, GLIB: 2000}),
    "W4a": ("item through a queue of 1", {ENGINE: 500000, ASYNCIO: 50000}),
    "W4b": ("item through a queue of 1000", {ENGINE: 3000000, ASYNCIO: 100000}),
    "W5": ("timer armed and cancelled", {ENGINE: 500000, ASYNCIO: 200000, GLIB: 200000}),
    "W6": ("sleeping task cancelled", {ENGINE: 100000, ASYNCIO: 50000, GLIB: 50000}),
    "W7": ("yield 100 coroutines deep", {ENGINE: 3000000, ASYNCIO: 50000}),
    "M3": ("task asleep", {ENGINE: 1000000, ASYNCIO: 100000, GLIB: 1000000}),
}
RECORDED = {"W1": 200000, "W2": 50000, "W4a": 50000}
PLACES = {"memory": "/dev/shm", "disk": "/var/tmp"}
# Traces of a million events: two tasks and a queue; 20,000 tasks alive.
VIEWED = {"W4a": 33000, "crowd": 20500}


class Bench:
    def __init__(self, tree, quick):
        self.tree = os.path.join(os.path.abspath(tree), "tests", "bench")
        self.rounds = 1 if quick else 5
        self.n_warming = 0 if quick else 1
        self.divisor = 50 if quick else 1
        self.cpu = max(os.sched_getaffinity(0))

    def run(self, argv, **environment):
        out = subprocess.run(argv, env=dict(os.environ, **environment), stdout=subprocess.PIPE, check=True,
                             preexec_fn=lambda: os.sched_setaffinity(0, {self.cpu})).stdout
        return json.loads(out)

    def scaled(self, n):
        return max(1, n // self.divisor)

    def command(self, peer, workload, n):
        program = ["/usr/bin/python3", os.path.join(HERE, "bench-asyncio.py")] if peer == ASYNCIO else \
            [os.path.join(self.tree, "bench-" + peer)]
        return program + [workload, str(n)]

    def compare(self, workload):
        """A row for each peer."""
        samples = {peer: [] for peer in PEERS if peer in WORKLOADS[workload][1]}
        for i in range(self.n_warming + self.rounds):
            for peer in samples:
                n = self.scaled(WORKLOADS[workload][1][peer])
                sample = self.run(self.command(peer, workload, n))
                if i >= self.n_warming:
                    samples[peer].append(sample)
        ns = {peer: statistics.median(s["cpu_ns"] / s["n"] for s in samples[peer]) for peer in samples}
        for peer in samples:
            taken = statistics.median((s["hwm"] - s["rss0"] + s["pte"]) / s["n"] for s in samples[peer])
            yield row(workload, peer, ns[peer], taken, ns[ASYNCIO] / ns[peer])

    def record(self, workload, n, folder, **environment):
        """One recorded run of the engine: its own line, and the path of the trace."""
        path = os.path.join(folder, workload + ".looptrace")
        return self.run(self.command(ENGINE, workload, n), LOOPSCOPE_TRACE=path, **environment), path

    def view(self, path, steps):
        return self.run([os.path.join(self.tree, "bench-view"), path, str(steps)])

    def recorded(self, workload, place):
        """What an event costs above the same run not recorded."""
        ns = []
        n = self.scaled(RECORDED[workload])
        for _ in range(self.rounds):
            with tempfile.TemporaryDirectory(dir=PLACES[place]) as folder:
                plain = self.run(self.command(ENGINE, workload, n))
                traced, path = self.record(workload, n, folder)
                viewed = self.view(path, 1)
                ns.append((traced["cpu_ns"] - plain["cpu_ns"]) / viewed["events"])
        yield row("%s event recorded, on %s" % (workload, place), ENGINE, statistics.median(ns),
                  viewed["bytes"] / viewed["events"])

    def viewed(self, workload):
        """What the viewer of a trace waits for."""
        with tempfile.TemporaryDirectory(dir=PLACES["memory"]) as folder:
            _, path = self.record(workload, self.scaled(VIEWED[workload]), folder, LOOPSCOPE_CLOCK="instant")
            views = [self.view(path, 100) for _ in range(self.rounds)]
        for key, what in (("open", "opened"), ("read", "read"), ("back", "step back"), ("back_most", "longest step back")):
            yield row("%s trace: %s" % (workload, what), ENGINE, statistics.median(v[key] for v in views), views[0]["bytes"])


def row(workload, peer, ns, taken, ratio=None):
    return {"workload": workload, "peer": peer, "ns": round(ns, 1), "bytes": max(0, round(taken)),
            "ratio_to_asyncio": ratio and round(ratio, 2)}


def rows_of(bench, chosen):
    for workload in chosen or WORKLOADS:
        yield from bench.compare(workload)
    for place in PLACES if not chosen else ():
        for workload in RECORDED:
            yield from bench.recorded(workload, place)
    for workload in VIEWED if not chosen else ():
        yield from bench.viewed(workload)


def in_words(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return "%.3g %s" % (ns / size, unit)
    return "%.3g ns" % ns


def print_compared(rows):
    print("| | operation | engine | asyncio ÷ engine | GLib ÷ engine | bytes | asyncio's bytes |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for workload, (what, _) in WORKLOADS.items():
        of = {r["peer"]: r for r in rows if r["workload"] == workload}
        if not of:
            continue
        glib = "%.2g" % (of[GLIB]["ns"] / of[ENGINE]["ns"]) if GLIB in of else ""
        print("| %s | %s | %s | %.3g | %s | %d | %d |" % (workload, what, in_words(of[ENGINE]["ns"]),
              of[ENGINE]["ratio_to_asyncio"], glib, of[ENGINE]["bytes"], of[ASYNCIO]["bytes"]))


def print_alone(rows):
    rows = [r for r in rows if r["workload"] not in WORKLOADS]
    if rows:
        print("\n| | |\n| --- | ---: |")
    for r in rows:
        print("| %s | %s |" % (r["workload"], in_words(r["ns"])))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.split("\n\n", 1)[1])
    parser.add_argument("tree", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="rows as JSON in place of tables")
    parser.add_argument("--quick", action="store_true", help="one round of small runs: whether all of it works")
    parser.add_argument("workload", nargs="*", help="these only: " + " ".join(WORKLOADS))
    options = parser.parse_intermixed_args()
    unknown = [w for w in options.workload if w not in WORKLOADS]
    if unknown:
        parser.error("there is no workload " + unknown[0])

    rows = []
    for made in rows_of(Bench(options.tree, options.quick), options.workload):
        rows.append(made)
        print("%(workload)s %(peer)s: %(ns)s ns" % made, file=sys.stderr)
    if options.json:
        json.dump(rows, sys.stdout, indent=1)
        print()
    else:
        print_compared(rows)
        print_alone(rows)


if __name__ == "__main__":
    main()
