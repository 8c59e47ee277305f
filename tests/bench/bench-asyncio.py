#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-asyncio.py WORKLOAD N: the workloads of bench-engine.c on CPython's asyncio."""
import asyncio
import json
import os
import sys
import time


def status(key):
    with open("/proc/self/status") as lines:
        for line in lines:
            name, value = line.split(":")
            if name == key:
                return int(value.split()[0]) * 1024
    return -1


class Measure:
    """What bench-measure.h measures; its end prints the line of JSON."""

    def __init__(self):
        self.rss, self.pte = status("VmRSS"), status("VmPTE")
        self.cpu, self.wall = time.process_time_ns(), time.monotonic_ns()

    def end(self, n):
        wall, cpu = time.monotonic_ns() - self.wall, time.process_time_ns() - self.cpu
        print(json.dumps({"n": n, "wall_ns": wall, "cpu_ns": cpu, "rss0": self.rss, "rss": status("VmRSS"),
                          "hwm": status("VmHWM"), "pte": status("VmPTE") - self.pte}), flush=True)


def randoms():
    """The generator of bench-measure.h, in [0, 1)."""
    state = 1
    while True:
        state = (state * 1664525 + 1013904223) & 0xffffffff
        yield (state >> 8) / 16777216


async def yields(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def w1(n):
    measure = Measure()
    await asyncio.gather(yields(n // 2), yields(n // 2))
    measure.end(n)


async def trivial(i):
    return i


async def w2(n):
    measure = Measure()
    await asyncio.gather(*[trivial(i) for i in range(n)])
    measure.end(n)


async def w3(n):
    random = randoms()
    measure = Measure()
    await asyncio.gather(*[asyncio.sleep(next(random)) for _ in range(n)])
    measure.end(n)


async def m3(n):
    random, up = randoms(), 0

    async def counts_and_sleeps(seconds):
        nonlocal up
        up += 1
        await asyncio.sleep(seconds)

    measure = Measure()
    tasks = [asyncio.create_task(counts_and_sleeps(1000 + next(random))) for _ in range(n)]
    while up < len(tasks):
        await asyncio.sleep(0)
    measure.end(n)
    os._exit(0)


async def w4(n, maxsize):
    queue = asyncio.Queue(maxsize)

    async def produces():
        for i in range(n):
            await queue.put(i)

    async def consumes():
        for _ in range(n):
            await queue.get()

    measure = Measure()
    await asyncio.gather(produces(), consumes())
    measure.end(n)


async def w5(n):
    random, loop = randoms(), asyncio.get_running_loop()
    measure = Measure()
    handles = [loop.call_later(1 + next(random), int) for _ in range(n)]
    for handle in handles:
        handle.cancel()
    await asyncio.sleep(0)
    measure.end(n)


async def w6(n):
    tasks = [asyncio.create_task(asyncio.sleep(1000)) for _ in range(n)]
    await asyncio.sleep(0)
    measure = Measure()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    measure.end(n)
    assert all(task.cancelled() for task in tasks)


async def w7(n):
    async def deep(depth):
        await (deep(depth - 1) if depth > 0 else yields(n))

    task = asyncio.create_task(deep(99))
    await asyncio.sleep(0)
    measure = Measure()
    await task
    measure.end(n)


async def io(n):
    """Requests and answers of 100 bytes between ten clients and a server, over TCP on loopback."""
    async def serves(reader, writer):
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
        writer.close()

    async def asks(port, times):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(times):
            writer.write(b"x" * 99 + b"\n")
            await reader.readline()
        writer.close()

    async with await asyncio.start_server(serves, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        measure = Measure()
        await asyncio.gather(*[asks(port, n // 10) for _ in range(10)])
        measure.end(n)


async def http(n):
    """Requests of ten clients to an aiohttp server, on loopback."""
    import aiohttp
    from aiohttp import web

    async def answers(request):
        return web.json_response({"hello": request.match_info["name"]})

    async def asks(session, url, times):
        for _ in range(times):
            async with session.get(url) as answer:
                await answer.json()

    app = web.Application()
    app.add_routes([web.get("/{name}", answers)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = "http://127.0.0.1:%d/x" % site._server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session:
        measure = Measure()
        await asyncio.gather(*[asks(session, url, n // 10) for _ in range(10)])
        measure.end(n)
    await runner.cleanup()


WORKLOADS = {"W1": w1, "W2": w2, "W3": w3, "M3": m3, "W4a": lambda n: w4(n, 1), "W4b": lambda n: w4(n, 1000),
             "W5": w5, "W6": w6, "W7": w7, "IO": io, "HTTP": http}

asyncio.run(WORKLOADS[sys.argv[1]](int(sys.argv[2])))
