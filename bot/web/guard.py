"""What holds for every request: security headers, own pages only, bounded bodies, no stack traces."""

import logging
import traceback
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web import words
from bot.web.pages import Pages, RefusedError

logger = logging.getLogger(__name__)

STATIC = "/static"
PHOTOS = "/chat/anh"

MAX_PHOTO = 10_000_000
MAX_FILE = 20 * 1024 * 1024
"""A Word document may be larger than a photo."""
MAX_PHOTOS = 10
_MAX_PHOTOS_BODY = MAX_PHOTOS * MAX_PHOTO + 1_000_000
_MAX_BODY = 256_000
"""Well over the longest text in its longest encoding, so that a text too long is refused in words."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": under it browsers send "Origin: null" with our own forms, which older
    # iPhones (no Sec-Fetch-Site) could then not be told from another site's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


WEBHOOKS = "/hook/"
"""Under it the services of channels call."""


class Guard:
    """Outermost: headers on every answer, and a calm page where an answer fails."""

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["Cache-Control"] = "no-cache" if _is_static(request) else "no-store"
            await send(message)

        try:
            refusal = _refusal(request)
            if refusal is not None:
                await self._pages.refusal(request, refusal)(scope, receive, send_guarded)
                return
            await self._app(scope, _bounded(receive, _limit(request)), send_guarded)
        except Exception as exc:  # noqa: BLE001 (the outermost loop of a request)
            # The frames only: an exception's own text may quote what somebody wrote.
            frames = "".join(traceback.format_tb(exc.__traceback__))
            logger.error("a request failed with %s\n%s", type(exc).__name__, frames)
            if not started:
                await self._pages.refusal(request, exc)(scope, receive, send_guarded)


def _refusal(request: Request) -> RefusedError | None:
    # A channel's service is no browser: its calls carry a secret, which their own route checks.
    needs_own_page = request.method not in ("GET", "HEAD") and not request.url.path.startswith(WEBHOOKS)
    if needs_own_page and not _from_own_page(request.headers):
        return RefusedError(403, words.OTHER_SITE)
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > _limit(request):
        return RefusedError(413, words.TOO_BIG)
    return None


def _from_own_page(headers: Headers) -> bool:
    """Whether the browser says that one of our own pages sent this; in doubt, no."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host", " ")


def _limit(request: Request) -> int:
    return _MAX_PHOTOS_BODY if request.url.path == PHOTOS else _MAX_BODY


def _bounded(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise RefusedError(413, words.TOO_BIG)
        return message

    return receive_bounded


def _is_static(request: Request) -> bool:
    return request.url.path.startswith(STATIC + "/")
