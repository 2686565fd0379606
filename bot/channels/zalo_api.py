"""The calls of the Zalo Bot Platform: POST and JSON, one method a call.

The token is part of every address, so that no address may reach a log, an error or a traceback.
"""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

import httpx

from storage.errors import SendError, SettingsError

BASE_URL = "https://bot-api.zaloplatforms.com"

_TOKEN = re.compile(r"\d+:[^\s/?#%]+")
_URL = re.compile(r"(https?://[^/\s\"]+)[^\s\"]*")
_CALL_SECONDS = 20.0
_PHOTO_SECONDS = 10.0
_MAX_PHOTO = 10_000_000
"""Bytes."""
_QUOTA_WAIT = 3600.0
"""Seconds. When a used up month begins anew is not documented; asking once an hour finds it soon enough."""
_TOKEN_WAIT = 600.0
_GATEWAY_WAIT = 5.0
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""Failures before anything was handed to the service."""


class _CutAddresses(logging.Filter):
    """Leaves only the host of each address: a path holds the token, or leads to somebody's photo."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _URL.sub(r"\1/…", record.getMessage()), None
        return True


_CUT_ADDRESSES = _CutAddresses()


class ZaloError(SendError):
    """Zalo did not do what it was asked; `code` is its own, or that of HTTP, or 0 for no answer."""

    def __init__(
        self,
        words: str,
        code: int,
        *,
        retry_after: float | None = None,
        permanent: bool = False,
        chat_gone: bool = False,
        whole_bot: bool = False,
        uncertain: bool = False,
    ) -> None:
        super().__init__(
            words,
            retry_after=retry_after,
            permanent=permanent,
            chat_gone=chat_gone,
            whole_bot=whole_bot,
            uncertain=uncertain,
        )
        self.code = code


class ZaloApi:
    """One bot's calls. `setting` is the name of the setting that its token comes from."""

    def __init__(self, token: str, base_url: str, proxy: str | None, setting: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise SettingsError(
                f"{setting}: a Zalo bot's token looks like 123456789:abc-xyz. "
                "Copy it again from Zalo Bot Creator."
            )
        logging.getLogger("httpx").addFilter(_CUT_ADDRESSES)
        self._root = f"{base_url.rstrip('/')}/bot{token}"
        self._setting = setting
        try:
            # Only the setting decides about a proxy, never the environment behind the administrator's back.
            self._client = httpx.AsyncClient(proxy=proxy or None, trust_env=False)
        except (ValueError, httpx.InvalidURL):
            raise SettingsError(f"{setting}: the proxy is no address such as http://10.0.0.1:3128.") from None

    async def close(self) -> None:
        await self._client.aclose()

    async def call(
        self, method: str, body: Mapping[str, Any] | None = None, seconds: float = _CALL_SECONDS
    ) -> Any:
        """The result. Raises ZaloError; an answer is waited for `seconds` long."""
        timeout = httpx.Timeout(_CALL_SECONDS, read=seconds)
        try:
            answer = await self._client.post(f"{self._root}/{method}", json=body or {}, timeout=timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            gone = not isinstance(error, (*_NEVER_LEFT, httpx.InvalidURL))
            raise ZaloError(
                f"Zalo did not answer {method} ({type(error).__name__}). Check the network and the proxy.",
                0,
                uncertain=gone,
            ) from None
        payload = _json(answer.content)
        if payload is None:
            raise self._gateway_error(method, answer.status_code)
        if payload.get("ok") is True:
            return payload.get("result")
        if answer.is_success and "ok" not in payload:
            return payload  # An update has been seen without its envelope.
        code = payload.get("error_code")
        raise self._service_error(method, code if isinstance(code, int) else answer.status_code)

    def _service_error(self, method: str, code: int) -> ZaloError:
        words = f"Zalo refused {method} with {code}."
        match code:
            case 400:
                return ZaloError(f"{words} The chat is closed or unknown to this bot.", code, chat_gone=True)
            case 401:
                words = f"{self._setting}: Zalo refuses the token. Copy it again from Zalo Bot Creator."
                return ZaloError(words, code, whole_bot=True, retry_after=_TOKEN_WAIT)
            case 408:
                return ZaloError(words, code, uncertain=True)
            case 429:
                words = f"{words} The bot's messages of this month are used up."
                return ZaloError(words, code, whole_bot=True, retry_after=_QUOTA_WAIT)
            case _:
                # 403 too: with Zalo it means an internal error.
                return ZaloError(f"{words} Trying again may help.", code)

    def _gateway_error(self, method: str, status: int) -> ZaloError:
        """An answer that is not JSON comes from a gateway before the service, or in its place."""
        words = f"A gateway before Zalo answered {method} with {status}."
        if status == 429:
            return ZaloError(words, status, whole_bot=True, retry_after=_GATEWAY_WAIT)
        # 504: the service may have done it, too late for the gateway. 2xx: it probably has.
        return ZaloError(words, status, uncertain=status == 504 or status < 300)

    async def fetch_photo(self, url: str) -> bytes | None:
        """The bytes, or None when they are not to be had: gone, too large, too slow."""
        try:
            async with (
                asyncio.timeout(_PHOTO_SECONDS),
                self._client.stream("GET", url, follow_redirects=True) as answer,
            ):
                data = bytearray()
                async for piece in answer.aiter_bytes():
                    data += piece
                    if len(data) > _MAX_PHOTO:
                        return None
                return bytes(data) if answer.status_code == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            return None


def _json(content: bytes) -> Mapping[str, Any] | None:
    try:
        payload = json.loads(content)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None
