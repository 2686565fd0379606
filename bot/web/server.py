"""uvicorn, set up for the web chat."""

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp


class WebServer(uvicorn.Server):
    """Ends the live streams before it waits for open answers to finish: a stream never would."""

    def __init__(self, app: ASGIApp, host: str, port: int, close_streams: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_config=None,
                access_log=False,  # paths carry one-time links
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        self._close_streams = close_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._close_streams()
        await super().shutdown(sockets)
