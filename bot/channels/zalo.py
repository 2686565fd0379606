"""One bot of the Zalo Bot Platform: text and photos in, text out.

Zalo has no buttons and takes no files: choices are words to type, a file is a link to fetch it by.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.base import Inbound, KeepPhoto, Take
from bot.channels.split import split
from bot.channels.zalo_api import BASE_URL, ZaloApi, ZaloError
from bot.channels.zalo_polling import Poller
from bot.channels.zalo_updates import parse, photo_url
from storage.errors import BadPhotoError, SendError, SettingsError
from storage.records import Address, Choice, Outgoing

log = logging.getLogger(__name__)

ChoicesText = Callable[[Sequence[Choice]], str]
LinkFor = Callable[[Outgoing], Awaitable[str]]

MAX_TEXT = 2000
"""UTF-16 units of one message."""
_MAX_BODY = 256_000
"""Bytes of a webhook's body."""
_SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105 - the header's name


class ZaloBot:
    """`name` is ours for the bot and never its token; `setting` names where the token is set.

    Raises SettingsError for a token or a proxy that cannot be one.
    """

    limit_per_second: float = 4.0

    def __init__(
        self,
        name: str,
        token: str,
        *,
        choices_text: ChoicesText,
        link_for: LinkFor,
        base_url: str = BASE_URL,
        proxy: str | None = None,
        setting: str = "GOMSO_ZALO_BOTS",
        poll_seconds: int = 10,
        first_wait: float = 2.0,
    ) -> None:
        self.name = name
        self._api = ZaloApi(token, base_url, proxy, setting)
        self._setting = setting
        self._choices_text = choices_text
        self._link_for = link_for
        self._poll_seconds = poll_seconds
        self._first_wait = first_wait

    async def close(self) -> None:
        await self._api.close()

    async def account_name(self) -> str:
        """The bot's name on Zalo. Raises SettingsError for a refused token, else SendError."""
        try:
            result = await self._api.call("getMe")
        except ZaloError as error:
            if error.code == 401:
                raise SettingsError(str(error)) from None
            raise
        return _field(result, "display_name") or _field(result, "account_name")

    async def poll(self, take: Take, keep: KeepPhoto, stopping: asyncio.Event) -> None:
        """Asks for messages until `stopping`; ends at most `poll_seconds` later. One poller a bot."""

        async def complete(inbound: Inbound, url: str) -> Inbound:
            return await self._with_photo(inbound, url, keep)

        async def deliver(inbound: Inbound) -> None:
            await take([inbound])

        await Poller(
            self._api, self.name, self._poll_seconds, complete, deliver, stopping, self._first_wait
        ).run()

    def webhook(self, path: str, secret: str, take: Take, keep: KeepPhoto) -> Route:
        """The route that Zalo posts messages to. 200 means that the message is in the inbox."""
        if not 8 <= len(secret) <= 256:
            raise SettingsError(f"{self._setting}: the webhook's secret must have 8 to 256 characters.")
        expected = secret.encode()

        async def receive(request: Request) -> Response:
            shown = request.headers.get(_SECRET_HEADER, "").encode("latin-1")
            if not secrets.compare_digest(shown, expected):
                return Response(status_code=403)
            body = bytearray()
            async for piece in request.stream():
                body += piece
                if len(body) > _MAX_BODY:
                    return Response(status_code=413)
            try:
                update = json.loads(body)
            except ValueError:
                update = None
            inbound = parse(update, self.name)
            if inbound is not None:
                url = photo_url(update)
                await take([await self._with_photo(inbound, url, keep) if url else inbound])
            return Response(status_code=200)

        return Route(path, receive, methods=["POST"])

    async def set_webhook(self, url: str, secret: str) -> bool:
        """From now on Zalo posts to `url` (public HTTPS). False: set, but Zalo could not reach it."""
        result = await self._api.call("setWebhook", {"url": url, "secret_token": secret})
        verification = result.get("verification") if isinstance(result, dict) else None
        return not (isinstance(verification, dict) and verification.get("ok") is False)

    async def delete_webhook(self) -> None:
        await self._api.call("deleteWebhook")

    async def webhook_url(self) -> str | None:
        """None when no webhook is set."""
        try:
            result = await self._api.call("getWebhookInfo")
        except ZaloError as error:
            if error.code == 404:
                return None
            raise
        return _field(result, "url") or None

    async def send(self, address: Address, outgoing: Outgoing) -> str:
        """The id of the last message. Raises SendError; `uncertain` also when a part of it has gone."""
        pieces = [outgoing.text]
        if outgoing.file is not None:
            pieces.append(await self._link_for(outgoing))
        if outgoing.choices:
            pieces.append(self._choices_text(outgoing.choices))
        message_id = ""
        parts = split("\n\n".join(piece for piece in pieces if piece), MAX_TEXT)
        if not parts:
            raise SendError("There is nothing to say in this message.", permanent=True)
        for place, text in enumerate(parts):
            if place:
                await asyncio.sleep(1 / self.limit_per_second)
            try:
                result = await self._api.call("sendMessage", {"chat_id": address.chat_id, "text": text})
            except ZaloError as error:
                error.uncertain = error.uncertain or place > 0
                raise
            message_id = _field(result, "message_id")
        return message_id

    async def _with_photo(self, inbound: Inbound, url: str, keep: KeepPhoto) -> Inbound:
        """With the photo at `url` kept, or counted as lost."""
        data = await self._api.fetch_photo(url)
        try:
            photos = (await keep(data),) if data else ()
        except BadPhotoError:
            photos = ()
        return replace(inbound, photos=photos, lost_photos=1 - len(photos))


def _field(result: object, name: str) -> str:
    value = result.get(name) if isinstance(result, dict) else None
    return str(value) if value is not None else ""
