# SPDX-License-Identifier: GPL-3.0-or-later
"""A session with a small HTTP server: opened before the block, closed after it."""

import asyncio
import socket


class Session:
    def __init__(self, port):
        self.port = port

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_connection('127.0.0.1', self.port)
        print('The session is open')
        return self

    async def __aexit__(self, *exception):
        self.writer.close()
        await self.writer.wait_closed()
        print('The session is closed')

    async def get(self, path):
        self.writer.write(f'GET {path} HTTP/1.0\r\n'.encode())
        reply = await self.reader.read()
        return reply.decode()


async def answer(connection):
    reader, writer = await asyncio.open_connection(sock=connection)
    line = await reader.readline()
    print('The server reads:', line.decode().strip())
    await asyncio.sleep(0.1)
    writer.write(b'HTTP/1.0 200 OK\r\n\r\nGood morning.')
    writer.close()
    await writer.wait_closed()


def on_incoming(server, tasks):
    """The loop calls this, between two turns of tasks, and holds the task only weakly."""
    connection, address = server.accept()
    tasks.append(asyncio.create_task(answer(connection)))


def start_server(tasks):
    server = socket.create_server(('127.0.0.1', 0))
    asyncio.get_running_loop().add_reader(server, on_incoming, server, tasks)
    return server


async def main():
    tasks = []
    server = start_server(tasks)
    port = server.getsockname()[1]
    async with Session(port) as session:
        reply = await session.get('/morning')
        print('The server replies:', reply.split('\r\n')[-1])
    asyncio.get_running_loop().remove_reader(server)
    server.close()


asyncio.run(main())
