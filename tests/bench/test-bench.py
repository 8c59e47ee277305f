#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every workload runs, and the rows are what bench.py says; no figure is looked at: test-bench.py TREE"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]
import bench  # noqa: E402
from tap import Tap  # noqa: E402

KEYS = {"workload": str, "peer": str, "ns": (int, float), "bytes": int, "ratio_to_asyncio": (int, float, type(None))}


def run(*options):
    command = [sys.executable, os.path.join(HERE, "bench.py"), sys.argv[1], "--quick", *options]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


def test_rows(tap, rows):
    bad = [row for row in rows if set(row) != set(KEYS)
           or not all(isinstance(row[key], kind) for key, kind in KEYS.items())]
    tap.same(json.dumps(bad), "[]", "rows have their keys and types")
    there = {(row["workload"], row["peer"]) for row in rows}
    for workload, (_, peers) in bench.WORKLOADS.items():
        tap.case(all((workload, peer) in there for peer in peers), workload + " ran on every peer")
    compared = [row for row in rows if row["workload"] in bench.WORKLOADS]
    tap.case(all(row["ratio_to_asyncio"] == 1 for row in compared if row["peer"] == bench.ASYNCIO),
             "asyncio is its own measure")
    tap.case(all(row["ratio_to_asyncio"] is None for row in rows if row not in compared), "what has no peer has no ratio")
    for what in ["on " + place for place in bench.PLACES] + ["step back", "opened"]:
        tap.case(any(row["workload"].endswith(what) for row in rows), "there are figures of: " + what)


def test_probe(tap):
    """What recording costs Python programs is measured by a program of its own."""
    command = [sys.executable, os.path.join(HERE, "bench-probe.py"), "--quick", "--json"]
    rows = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout)
    there = {row["workload"] for row in rows}
    tap.case(there >= {"W1", "W7", "IO"}, "every workload ran under the probe", " ".join(sorted(there)))
    tap.case(all(row["ns"] > 0 and row["recorded"] > 0 and row["bytes"] > 0 for row in rows), "rows of the probe are whole")


def main():
    tap = Tap()
    test_probe(tap)
    test_rows(tap, json.loads(run("--json")))
    table = run("W1", "W7")
    tap.case(table.count("\n") == 4 and "| W7 |" in table, "a table of the chosen workloads", table)
    tap.done()


main()
