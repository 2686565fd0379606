"""Coming in and going out."""

import httpx
import pytest

from tests.web.conftest import client_for
from tests.web.fake_desk import HOA, NAM, FakeDesk


async def test_a_link_greets_without_being_used_up_and_lets_in_once(
    desk: FakeDesk, client: httpx.AsyncClient
) -> None:
    for _ in range(3):
        greeting = await client.get("/vao/link-nam")
        assert greeting.status_code == 200
        assert NAM.name in greeting.text
    assert "set-cookie" not in greeting.headers
    entered = await client.post("/vao/link-nam")
    assert (entered.status_code, entered.headers["location"]) == (303, "/chat")
    assert (await client.get("/chat")).status_code == 200

    async with client_for(desk) as other_device:
        used = await other_device.post("/vao/link-nam")
        assert used.status_code == 404
        assert "cán bộ" in used.text
        assert (await other_device.get("/chat")).status_code == 401


async def test_the_used_link_leads_back_into_the_chat_on_the_same_device(client: httpx.AsyncClient) -> None:
    await client.post("/vao/link-nam")
    again = await client.get("/vao/link-nam")
    assert (again.status_code, again.headers["location"]) == (303, "/chat")


@pytest.mark.parametrize(("origin", "secure"), [("http://phuong.test", False), ("https://phuong.test", True)])
async def test_the_cookie_is_kept_from_scripts_and_other_sites(
    desk: FakeDesk, origin: str, secure: bool
) -> None:
    async with client_for(desk, origin) as client:
        cookie = (await client.post("/vao/link-nam")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "max-age=31536000" in cookie
    assert ("secure" in cookie) == secure


async def test_the_start_page_offers_the_sample_people(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert "Làm tổ trưởng Tổ dân phố số 5" in page.text
    assert (await client.post("/vao-mau", data={"key": "officer"})).status_code == 303
    assert HOA.name in (await client.get("/chat")).text
    assert (await client.post("/vao-mau", data={"key": "nobody"})).status_code == 404


async def test_outside_sample_mode_nothing_is_reachable_without_a_link() -> None:
    desk = FakeDesk(sample=False)
    async with client_for(desk) as client:
        start = await client.get("/")
        assert "đường dẫn riêng" in start.text
        assert "/vao-mau" not in start.text
        assert (await client.post("/vao-mau", data={"key": "officer"})).status_code == 404
        for path in ("/chat", "/chat/cu", "/chat/tin", "/chat/dong", "/tep/x/y"):
            assert (await client.get(path)).status_code == 401, path
        for path in ("/chat/tin", "/chat/anh"):
            assert (await client.post(path, json={"id": "x", "text": "y"})).status_code == 401, path
        assert (await client.get("/health")).json() == {"ok": True}
        assert (await client.get("/static/style.css")).status_code == 200


async def test_a_person_who_is_in_gets_the_chat_at_the_front_door() -> None:
    async with client_for(FakeDesk(sample=False)) as client:
        await client.post("/vao/link-nam")
        assert (await client.get("/")).headers["location"] == "/chat"


async def test_leaving_ends_the_session_on_the_server_too(desk: FakeDesk, client: httpx.AsyncClient) -> None:
    await client.post("/vao/link-nam")
    login = client.cookies["gomso_login"]
    assert (await client.post("/ra")).headers["location"] == "/"
    client.cookies.set("gomso_login", login)
    over = await client.get("/chat")
    assert over.status_code == 401
    assert "Phiên đã hết" in over.text


async def test_an_expired_session_tells_the_script_in_json(client: httpx.AsyncClient) -> None:
    over = await client.get("/chat/tin", headers={"Accept": "application/json"})
    assert over.status_code == 401
    assert "Phiên" not in over.json()
    assert over.json()["error"]
