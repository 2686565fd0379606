"""News as they come: one long answer of server-sent events per open page."""

import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from bot.web.desk import Desk, Visitor
from bot.web.doors import login_of, required_visitor
from bot.web.lines import shown
from bot.web.sent import asked_cursor, check_person

BEAT_S = 15.0
"""Between signs of life; the page takes a stream that is silent for three of them for dead."""
MAX_STREAMS = 4
"""Per person. A phone on a bad line leaves dead streams behind, so it is the oldest that has to go."""


@dataclass
class _Seat:
    given_up: bool = False


class Streams:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seats: defaultdict[int, list[_Seat]] = defaultdict(list)

    async def stream(self, request: Request) -> Response:
        visitor = await required_visitor(self._desk, request)
        check_person(request.query_params.get("who", ""), visitor)
        return _EventStream(
            self._events(visitor, login_of(request), asked_cursor(request)),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    async def _events(self, visitor: Visitor, login: str, cursor: str) -> AsyncGenerator[str]:
        with self._seat(visitor.person_id) as seat:
            async with self._desk.changes(visitor.person_id) as changes:
                while not changes.closed:
                    if seat.given_up:
                        yield _event("crowded")
                        return
                    if await self._desk.visitor(login) is None:
                        yield _event("out")
                        return
                    lines, cursor = await self._desk.news(visitor, cursor)
                    news = [shown(line, self._desk.zone) for line in lines]
                    yield _event("news", news, cursor) if news else _event("beat", None, cursor)
                    await changes.wait(BEAT_S)

    @contextmanager
    def _seat(self, person_id: int) -> Iterator[_Seat]:
        seat = _Seat()
        seats = self._seats[person_id]
        seats.append(seat)
        for crowding in seats[: max(0, len(seats) - MAX_STREAMS)]:
            crowding.given_up = True
        try:
            yield seat
        finally:
            seats.remove(seat)
            if not seats:
                del self._seats[person_id]


class _EventStream(StreamingResponse):
    body_iterator: AsyncGenerator[str]

    async def stream_response(self, send: Send) -> None:
        # A page that goes away ends its stream now, not when the generator is garbage.
        async with aclosing(self.body_iterator):
            await super().stream_response(send)


def _event(name: str, data: object = None, cursor: str | None = None) -> str:
    mark = "" if cursor is None else f"id: {cursor}\n"
    return f"event: {name}\n{mark}data: {json.dumps(data, ensure_ascii=False)}\n\n"
