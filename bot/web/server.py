"""uvicorn, set up for the web chat."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_STOP = (signal.SIGINT, signal.SIGTERM)


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

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but a stop that went well ends the process well: the signal is not raised again."""
        before = {number: signal.signal(number, self.handle_exit) for number in _STOP}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._close_streams()
        await super().shutdown(sockets)
