# SPDX-License-Identifier: GPL-3.0-or-later
"""An aiohttp server and its clients, on loopback: what they got is printed in one order."""

import asyncio
import sys

import aiohttp
from aiohttp import web

CLIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 8


async def greet(request):
    await asyncio.sleep(0.001)
    return web.json_response({'hello': request.match_info['name']})


async def upper(request):
    return web.Response(text=(await request.text()).upper())


async def stream(request):
    response = web.StreamResponse()
    await response.prepare(request)
    for number in range(5):
        await response.write(f'{number}\n'.encode())
        await asyncio.sleep(0)
    await response.write_eof()
    return response


async def fail(request):
    raise web.HTTPConflict(text='no')


async def echo(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(message.data[::-1])
    return socket


async def client(session, url, number):
    async with session.get(f'{url}/greet/{number}') as answer:
        first = await answer.json()
    async with session.post(f'{url}/upper', data=f'text {number} ' * 5000) as answer:
        second = len(await answer.text())
    async with session.get(f'{url}/stream') as answer:
        third = (await answer.read()).split()
    async with session.get(f'{url}/fail') as answer:
        fourth = answer.status
    async with session.ws_connect(f'{url}/echo') as socket:
        await socket.send_str(f'message {number}')
        fifth = await socket.receive_str()
    return first, second, third, fourth, fifth


async def main():
    app = web.Application()
    app.add_routes([web.get('/greet/{name}', greet), web.post('/upper', upper), web.get('/stream', stream),
                    web.get('/fail', fail), web.get('/echo', echo)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, '127.0.0.1', 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session:
        for answer in await asyncio.gather(*(client(session, f'http://127.0.0.1:{port}', n) for n in range(CLIENTS))):
            print(*answer)
    await runner.cleanup()


asyncio.run(main())
