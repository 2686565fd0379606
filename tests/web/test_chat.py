"""What is said, shown and handed over."""

import json
from uuid import uuid4

import httpx
import pytest

from storage.records import Choice
from tests.web.conftest import client_for
from tests.web.fake_desk import HOA, NAM, FakeDesk

JSON = {"Accept": "application/json"}
JPEG = b"\xff\xd8\xff" + b"photo"


@pytest.fixture
async def nam(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await client.post("/vao/link-nam")
    return client


async def test_a_line_is_taken_once_however_often_it_is_sent(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    message = {"id": str(uuid4()), "text": "3 buổi", "who": "5"}
    first = await nam.post("/chat/tin", json=message, headers=JSON)
    await nam.post("/chat/tin", json={"id": str(uuid4()), "text": "120 người"}, headers=JSON)
    again = await nam.post("/chat/tin", json={**message, "id": message["id"].upper()}, headers=JSON)
    assert first.json() == again.json() == {"id": "i1"}
    assert desk.said(NAM) == ["3 buổi", "120 người"]


async def test_without_a_script_the_form_leads_back_to_the_page(
    desk: FakeDesk, nam: httpx.AsyncClient
) -> None:
    answer = await nam.post("/chat/anh", data={"id": str(uuid4()), "who": "5", "text": "3 buổi\r\n120 người"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#viet")
    assert desk.said(NAM) == ["3 buổi\n120 người"]
    page = (await nam.get("/chat")).text
    assert "3 buổi\n120 người" in page
    assert desk.answer in page


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"text": "ờ" * 7000}, 422, "dài quá"),
        ({"text": " \n "}, 422, "chưa có chữ"),
        ({"text": "3 buổi", "id": "1"}, 400, "tải lại trang"),
        ({"text": "3 buổi", "id": ""}, 400, "tải lại trang"),
        ({"text": "3 buổi", "who": "7"}, 409, "tên người khác"),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_words_and_kept(
    desk: FakeDesk, nam: httpx.AsyncClient, fields: dict[str, str], status: int, words: str
) -> None:
    message = {"id": str(uuid4()), "who": "5", **fields}
    refused = await nam.post("/chat/tin", json=message, headers=JSON)
    assert refused.status_code == status
    assert words in refused.json()["error"]
    page = await nam.post("/chat/tin", data=message)
    assert page.status_code == status
    assert words in page.text
    assert f">{fields['text']}</textarea>" in page.text
    assert desk.said(NAM) == []


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b'{"text": 3}', b"[" * 100_000, b"\xff\xfe"])
async def test_what_is_no_message_is_refused(nam: httpx.AsyncClient, body: bytes) -> None:
    answer = await nam.post("/chat/tin", content=body, headers={**JSON, "Content-Type": "application/json"})
    assert answer.status_code == 400
    broken = await nam.post("/chat/anh", content=body, headers={"Content-Type": "multipart/form-data"})
    assert broken.status_code == 400
    assert "tải lại trang" in broken.text


async def test_signs_no_database_takes_are_shown_as_unreadable(
    desk: FakeDesk, nam: httpx.AsyncClient
) -> None:
    body = f'{{"id": "{uuid4()}", "text": "a\\u0000b\\ud800c"}}'
    answer = await nam.post("/chat/tin", content=body, headers={**JSON, "Content-Type": "application/json"})
    assert answer.status_code == 200
    assert desk.said(NAM) == ["a\ufffdb\ufffdc"]


async def test_photos_are_kept_before_the_line_is_said(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    answer = await nam.post(
        "/chat/anh",
        data={"id": str(uuid4()), "text": "ảnh họp tổ"},
        files=[("photos", ("a.jpg", JPEG, "image/jpeg")), ("photos", ("b.jpg", JPEG + b"2", "image/jpeg"))],
        headers=JSON,
    )
    assert answer.status_code == 200
    (line,) = [line for line in await desk.history(NAM, None, 10) if line.mine]
    assert [file.size for file in line.files] == [len(JPEG), len(JPEG) + 1]
    page = (await nam.get("/chat")).text
    assert page.count("<img src=") == 2 + 1  # and one in the script's template


@pytest.mark.parametrize(
    ("photos", "words"),
    [
        ([b"%PDF-1.7"], "Chỉ nhận ảnh"),
        ([JPEG] * 11, "nhiều nhất 10 ảnh"),
        ([JPEG + bytes(10_000_000)], "10 MB"),
    ],
)
async def test_photos_that_cannot_be_taken_are_refused_whole(
    desk: FakeDesk, nam: httpx.AsyncClient, photos: list[bytes], words: str
) -> None:
    files = [("photos", (f"{n}.jpg", photo, "image/jpeg")) for n, photo in enumerate(photos)]
    answer = await nam.post("/chat/anh", data={"id": str(uuid4()), "text": "ảnh"}, files=files, headers=JSON)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert desk.said(NAM) == []


async def test_files_are_for_their_own_person_alone(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    report = desk.give_file(NAM, "Báo cáo 6 tháng.docx", "application/msword", b"PK")
    photo = desk.give_file(NAM, "họp.jpg", "image/jpeg", JPEG)
    drawing = desk.give_file(NAM, "x.svg", "image/svg+xml", b"<svg/>")
    got = await nam.get(f"/tep/{report.key}/x")
    assert got.content == b"PK"
    assert (
        got.headers["content-disposition"]
        == "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%206%20th%C3%A1ng.docx"
    )
    assert got.headers["x-content-type-options"] == "nosniff"
    assert (await nam.get(f"/tep/{photo.key}/x")).headers["content-disposition"].startswith("inline")
    assert (await nam.get(f"/tep/{drawing.key}/x")).headers["content-disposition"].startswith("attachment")
    async with client_for(desk) as hoa:
        await hoa.post("/vao/link-hoa")
        assert (await hoa.get(f"/tep/{report.key}/x")).status_code == 404
    assert (await nam.get("/tep/nothing/x")).status_code == 404


async def test_what_people_write_is_never_markup(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="x">'
    desk.tell(NAM, hostile, Choice(hostile, hostile), file=desk.give_file(NAM, '"><b>.docx', "a/b", b"x"))
    page = (await nam.get("/chat")).text
    assert "<script>" not in page
    assert 'onerror="' not in page
    assert "<b>" not in page


async def test_only_the_newest_line_of_the_bot_offers_quick_replies(
    desk: FakeDesk, nam: httpx.AsyncClient
) -> None:
    desk.tell(NAM, "Câu hỏi một", Choice("Đúng", "đúng"))
    assert ">Đúng</button>" in (await nam.get("/chat")).text
    desk.tell(NAM, "Câu hỏi hai", Choice("Sai", "sai"))
    page = (await nam.get("/chat")).text
    assert ">Sai</button>" in page
    assert ">Đúng</button>" not in page


async def test_older_lines_come_page_by_page(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    for n in range(70):
        desk.tell(NAM, f"tin số {n}.")
    seen: list[str] = []
    page = (await nam.get("/chat")).text
    assert "tin số 69." in page
    assert "tin số 39." not in page
    before, more = "o41", True
    while more:
        answer = (await nam.get("/chat/cu", params={"before": before, "who": "5"})).json()
        seen = [line["text"] for line in answer["lines"]] + seen
        before, more = answer["lines"][0]["id"], answer["more"]
    assert seen == [f"tin số {n}." for n in range(40)]
    plain = (await nam.get("/chat?before=o41")).text
    assert "tin số 39." in plain
    assert "chat.js" not in plain
    assert (await nam.get("/chat?before=o1%27")).status_code == 400


async def test_times_and_days_are_the_offices(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    desk.now = desk.now.replace(hour=0, minute=7, day=1, month=2)
    desk.tell(NAM, "Chúc bác buổi tối an lành.")
    page = (await nam.get("/chat")).text
    assert "Chủ nhật, 01/02/2026" in page
    assert ">00:07</time>" in page


async def test_news_are_the_lines_after_the_cursor(desk: FakeDesk, nam: httpx.AsyncClient) -> None:
    desk.tell(NAM, "cũ")
    start = (await nam.get("/chat/tin")).json()
    assert start["lines"] == []
    desk.tell(NAM, "mới")
    desk.tell(HOA, "của người khác")
    news = (await nam.get("/chat/tin", params={"after": start["cursor"]})).json()
    assert [line["text"] for line in news["lines"]] == ["mới"]
    assert (await nam.get("/chat/tin", params={"after": news["cursor"]})).json()["lines"] == []
    assert (await nam.get("/chat/tin", params={"after": "a\nb"})).status_code == 400


async def test_a_page_left_open_neither_reads_nor_speaks_for_the_next_person(
    desk: FakeDesk, nam: httpx.AsyncClient
) -> None:
    await nam.post("/vao/link-hoa")
    desk.tell(HOA, "của người khác")
    for path in ("/chat/tin", "/chat/cu", "/chat/dong"):
        assert (await nam.get(path, params={"who": "5"}, headers=JSON)).status_code == 409
    said = await nam.post("/chat/tin", json={"id": str(uuid4()), "text": "x", "who": "5"}, headers=JSON)
    assert said.status_code == 409
    assert json.dumps(desk.said(HOA)) == "[]"
