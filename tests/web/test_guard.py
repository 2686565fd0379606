"""What holds for every answer."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.desk import Visitor
from tests.web.conftest import ORIGIN, client_for
from tests.web.fake_desk import NAM, FakeDesk

PRIVATE = "0912 345 678 của bác Năm"
ID = "0b6f3a52-6c1e-4f0e-9d56-1f7d3c2b9a10"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Origin": ORIGIN}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://evil.test"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": ORIGIN + ":8080"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("form", [True, False])
async def test_only_our_own_pages_may_post(
    desk: FakeDesk, client: httpx.AsyncClient, headers: dict[str, str], taken: bool, form: bool
) -> None:
    await client.post("/vao/link-nam")
    del client.headers["Origin"]
    message = {"id": ID, "text": "3 buổi"}
    if form:
        answer = await client.post("/chat/tin", headers=headers, data=message)
    else:
        answer = await client.post("/chat/tin", headers=headers, json=message)
    assert (answer.status_code == 403) == (not taken)
    assert desk.said(NAM) == (["3 buổi"] if taken else [])


@pytest.mark.parametrize(
    "path", ["/", "/vao/link-nam", "/vao/used", "/chat", "/nowhere", "/health", "/static/chat.js"]
)
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")


@pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("POST", "/chat"), ("GET", "/vao-mau")])
async def test_what_is_not_there_gets_a_small_page(client: httpx.AsyncClient, method: str, path: str) -> None:
    page = await client.request(method, path)
    assert page.status_code in (404, 405)
    assert "Không có trang này" in page.text


async def test_templates_are_not_served(client: httpx.AsyncClient) -> None:
    for path in ("/static/../chat.html", "/static/%2e%2e/chat.html", "/static/chat.html"):
        assert (await client.get(path)).status_code == 404


class _Broken(FakeDesk):
    async def visitor(self, login: str) -> Visitor | None:
        raise KeyError(PRIVATE)


async def test_a_failure_is_a_calm_page_and_a_log_that_quotes_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with client_for(_Broken()) as client:
        client.cookies.set("gomso_login", "secret-login")
        with caplog.at_level(logging.DEBUG):
            page = await client.get("/chat")
    assert page.status_code == 500
    assert "Máy chủ gặp trục trặc" in page.text
    assert "KeyError" not in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    ours = "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "KeyError" in ours
    assert "in visitor" in ours
    assert PRIVATE not in caplog.text
    assert "secret-login" not in caplog.text


async def test_a_body_without_a_declared_length_is_bounded_too(
    desk: FakeDesk, client: httpx.AsyncClient
) -> None:
    await client.post("/vao/link-nam")

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    answer = await client.post(
        "/chat/tin",
        content=endless(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    assert answer.status_code == 413
    assert "lớn quá" in answer.json()["error"]
    declared = await client.post("/chat/tin", content=b"x" * 300_000)
    assert declared.status_code == 413
