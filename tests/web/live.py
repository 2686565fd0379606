"""A real server on a loopback port, in the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from bot.web.server import WebServer


@asynccontextmanager
async def serving(app: ASGIApp, close_streams: Callable[[], None]) -> AsyncIterator[str]:
    """Serve `app`; gives «http://127.0.0.1:PORT» without a slash. Stops the server at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = WebServer(app, "127.0.0.1", 0, close_streams)
    # Under its own name: the signals stay pytest's.
    running = asyncio.create_task(server._serve([listener]))
    try:
        while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
