"""A bare HTTP/1.1 server: enough for a client, and able to hang up in the middle."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    body: str | bytes
    media_type: str = "application/json"


DROPPED = Answer(0, "")
"""The connection is closed instead of an answer."""


class HttpServer(ABC):
    url: str

    def __init__(self) -> None:
        self._connections: set[asyncio.Task[None]] = set()

    @abstractmethod
    async def answer(self, method: str, path: str, body: bytes) -> Answer: ...

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False when the connection is to be closed."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, path, _ = head.split(" ", 2)
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        answer = await self.answer(method, path, body)
        if answer is DROPPED:
            return False
        content = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
        writer.write(
            f"HTTP/1.1 {answer.status} -\r\nContent-Type: {answer.media_type}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        await writer.drain()
        return True
