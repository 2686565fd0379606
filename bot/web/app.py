"""The web chat as one Starlette application."""

from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web.chat import Chat
from bot.web.desk import Desk
from bot.web.doors import Doors
from bot.web.guard import PHOTOS, STATIC, Guard
from bot.web.pages import Pages
from bot.web.stream import Streams


def web_app(desk: Desk, templates: Path, webhooks: Sequence[Route] = ()) -> Starlette:
    """`templates` is the folder of the page templates, with `static/` inside it."""
    pages = Pages(templates, desk.ward_name, sample=desk.sample)
    doors, chat, streams = Doors(desk, pages), Chat(desk, pages), Streams(desk)

    async def health(_: Request) -> Response:
        return JSONResponse(await desk.health())

    async def refuse(request: Request, exc: Exception) -> Response:
        return pages.refusal(request, exc)

    return Starlette(
        routes=[
            Route("/", doors.start),
            Route("/vao-mau", doors.enter_sample, methods=["POST"]),
            Route("/vao/{token}", doors.link),
            Route("/vao/{token}", doors.enter, methods=["POST"]),
            Route("/ra", doors.leave, methods=["POST"]),
            Route("/chat", chat.page),
            Route("/chat/cu", chat.older),
            Route("/chat/tin", chat.news),
            Route("/chat/tin", chat.say, methods=["POST"]),
            Route("/chat/dong", streams.stream),
            Route(PHOTOS, chat.say, methods=["POST"]),
            Route("/tep/{key}/{name}", chat.file),
            Route("/health", health),
            *webhooks,
            Mount(STATIC, StaticFiles(directory=templates / "static")),
        ],
        middleware=[Middleware(Guard, pages=pages)],
        exception_handlers={HTTPException: refuse},
    )
