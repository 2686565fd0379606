"""The only place that holds a Telegram bot's token: requests of python-telegram-bot, over aiohttp.

python-telegram-bot writes its token into errors and its log. It is therefore never given the token: it works
with `STAND_IN`, which is exchanged for the token here, at the edge. What goes wrong here is told without
addresses, and without the error that caused it, whose words hold the address.
"""

import json
import logging
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from storage.errors import SettingsError

STAND_IN = "hidden"
"""What python-telegram-bot believes to be the token."""

_FLOOD_PAUSE = 5.0
"""Seconds to wait where a 429 does not say how long."""

# It logs whole updates, that is what people wrote, and all that it has to say reaches us as errors anyway.
logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)


def token_refused() -> SettingsError:
    return SettingsError("Telegram refuses the bot's token; get a valid one from @BotFather and set it anew.")


class FloodError(TelegramError):
    """Telegram asks to be left alone for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, wait {seconds:g} s")
        self.seconds = seconds


class HttpRequest(BaseRequest):
    """Sends requests over one pool of connections. `NetworkError` means that nothing was accepted,
    `TimedOut` that it may have been."""

    def __init__(self, token: str, proxy: str = "", timeout: float = 20.0) -> None:
        """`timeout`: seconds to wait for an answer. Raises SettingsError for a proxy that cannot be used."""
        if proxy and urlsplit(proxy).scheme not in {"http", "https"}:
            raise SettingsError("The proxy for Telegram must be an http:// or https:// address.")
        self._token = token
        self._proxy = proxy or None
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": self.USER_AGENT})

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Of the times, only `read_timeout` may be asked for."""
        patience = read_timeout if isinstance(read_timeout, int | float) else self._timeout
        outcome = await self._exchange(url, method, request_data, patience)
        if isinstance(outcome, TelegramError):
            # Raised out here, it has no cause or context whose words could hold the token.
            raise outcome
        status, body = outcome
        if status >= HTTPStatus.BAD_REQUEST:
            _refuse(status, body)
        return status, body

    async def _exchange(
        self, url: str, method: str, request_data: RequestData | None, patience: float
    ) -> tuple[int, bytes] | TelegramError:
        await self.initialize()
        assert self._session is not None  # noqa: S101 (for the type checker)
        address = URL(url.replace(f"/bot{STAND_IN}/", f"/bot{self._token}/", 1), encoded=True)
        # Sending a large file takes its time on top; Telegram's limit is 50 MB.
        whole = patience + (120 if request_data and request_data.contains_files else 10)
        timeout = aiohttp.ClientTimeout(total=whole, sock_connect=10, sock_read=patience)
        try:
            async with self._session.request(
                method, address, data=_body(request_data), timeout=timeout, proxy=self._proxy
            ) as answer:
                return answer.status, await answer.read()
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ClientHttpProxyError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.InvalidURL,
        ) as error:
            return NetworkError(f"no connection ({type(error).__name__})")
        except TimeoutError:
            return TimedOut("no answer in time")
        except (aiohttp.ClientError, OSError) as error:
            return TimedOut(f"connection lost ({type(error).__name__})")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Quietly: the original logs what it cannot read."""
        try:
            read = json.loads(payload)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise NetworkError("the answer is no JSON object")
        return read


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    fields = request_data.json_parameters
    if not request_data.contains_files:
        return fields
    form = aiohttp.FormData(quote_fields=False)  # else people would see «B%C3%A1o c%C3%A1o.docx»
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (file_name, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return form


def _refuse(status: int, body: bytes) -> None:
    """Raises for the refusals that python-telegram-bot would misread."""
    try:
        read = HttpRequest.parse_json_payload(body)
    except NetworkError:
        read = {}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        parameters = read.get("parameters")
        seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
        raise FloodError(float(seconds) if isinstance(seconds, int | float) else _FLOOD_PAUSE)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest("the file is too large")
    if not read:
        # A gateway's own page: a 404 of it says nothing about the token.
        raise NetworkError(f"HTTP {status} from something that is not Telegram")
