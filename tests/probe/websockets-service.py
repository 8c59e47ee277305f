# SPDX-License-Identifier: GPL-3.0-or-later
"""A websockets server that hands round what its clients say, and these, on loopback."""

import asyncio
import sys

import websockets

CLIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
ROUNDS = 20
members = set()


async def serve(socket, path=None):
    members.add(socket)
    try:
        async for message in socket:
            await socket.send(f'{len(message)}: {message}')
    finally:
        members.remove(socket)


async def client(url, number):
    got = []
    async with websockets.connect(url) as socket:
        for round in range(ROUNDS):
            await socket.send(f'{number} says {"x" * round * 100}')
            got.append(len(await socket.recv()))
        await (await socket.ping())
    return sum(got)


async def main():
    async with websockets.serve(serve, '127.0.0.1', 0) as server:
        port = server.sockets[0].getsockname()[1]
        print(*await asyncio.gather(*(client(f'ws://127.0.0.1:{port}', n) for n in range(CLIENTS))))
        try:
            await asyncio.wait_for(client(f'ws://127.0.0.1:{port + 1}', 0), 5)
        except OSError as error:
            print(type(error).__name__)
    print(len(members))


asyncio.run(main())
