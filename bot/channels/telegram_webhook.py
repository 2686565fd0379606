"""Telegram's updates as requests to our own web server."""

import hmac
import json
import logging

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram_polling import Receive
from bot.logs import frames

log = logging.getLogger(__name__)

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_MAX_BODY = 1_000_000


def webhook_route(path: str, secret: str, receive: Receive) -> Route:
    """Answers 200 only after the update is stored: until then Telegram delivers it again. 403 without the
    secret, 413 for what is too long for an update, 503 when it could not be stored.
    """

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except ValueError:
            update = None
        if not isinstance(update, dict):
            # From Telegram by its secret, and no better the next time.
            log.error("Telegram delivered something that is no update")
            return Response()
        try:
            await receive([update])
        except Exception as error:  # noqa: BLE001 - the outermost loop of a channel
            log.error("an update could not be stored, Telegram will repeat it: %s", frames(error))
            return Response(status_code=503)
        return Response()

    return Route(path, deliver, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """None when it is too long, however it was announced."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            return None
    return bytes(body)
