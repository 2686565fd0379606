"""An officer sends a Word template on the real page's form, and looks at what comes of it."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from bot.app import Bot
from bot.tasks.join import make_link
from bot.tasks.make_report import keep_promises
from bot.tasks.office import Office
from bot.web.app import web_app
from storage.files import DOCX
from storage.records import Role
from tests.reports.own_templates import own_template
from tests.tasks.conftest import loaded_folder, office, sample_folder, settings_in
from tests.tasks.people import Talker, talker
from tests.web.conftest import ORIGIN, TEMPLATES

__all__ = ["loaded_folder", "office", "sample_folder"]

JSON = {"Accept": "application/json"}


@pytest.fixture
async def page(office: Office, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    bot = Bot(office, settings_in(tmp_path / "office"), keeps_time=False)
    app = web_app(await bot.desk(), TEMPLATES)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
        yield client
    await bot.turns.idle()


async def enters(page: httpx.AsyncClient, person: Talker) -> None:
    async with person.office.database.transaction() as connection:
        token = await make_link(connection, person.person_id, person.office.clock.now())
    await page.post(f"/vao/{token}")


async def sends(page: httpx.AsyncClient, name: str, data: bytes, words: str = "") -> httpx.Response:
    return await page.post(
        "/chat/anh",
        data={"id": str(uuid4()), "text": words},
        files=[("photos", (name, data, DOCX))],
        headers=JSON,
    )


async def test_an_officer_uploads_a_template(office: Office, page: httpx.AsyncClient) -> None:
    officer = await talker(office, Role.OFFICER)
    await enters(page, officer)
    assert ".docx" in (await page.get("/chat")).text
    template = own_template("{{ ward }} {{ signer }}")
    assert (await sends(page, "mau.docx", template, "ai chưa nộp")).status_code == 200
    while not (await officer.chat())[-1].text.endswith("gửi kết quả."):
        await officer.office.database.version()
    assert await keep_promises(office) == [officer.person_id]
    shown = (await page.get("/chat")).text
    assert "tep-1.docx" in shown, "what was sent can be fetched again"
    assert "xem-thu-mau-bao-cao.docx" in shown and "2 trường" in shown
    again = await page.get(f"/tep/i{(await officer.chat())[-3].id}-0/tep-1.docx")
    assert again.content == template
    assert again.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"PK\x03\x04 xl/workbook.xml", bytes(22_000_000)])
async def test_other_files_are_refused_with_the_words_given_back(
    office: Office, page: httpx.AsyncClient, data: bytes
) -> None:  # fmt: skip
    await enters(page, await talker(office, Role.OFFICER))
    refused = await sends(page, "mau.docx", data, "mẫu mới đây em")
    assert refused.status_code == 422 and ".docx" in refused.json()["error"]


async def test_a_leader_of_a_group_is_not_offered_it(office: Office, page: httpx.AsyncClient) -> None:
    leader = await talker(office, Role.REPORTER, "tdp-05")
    await enters(page, leader)
    assert ".docx" not in (await page.get("/chat")).text
    await sends(page, "so.docx", own_template("{{ ward }}"), "3 buổi")
    while (await leader.chat())[-1].mine:
        await office.database.version()
    assert "không đọc được tệp Word" in (await leader.chat())[-1].text
    assert (await leader.figures())["meetings"] == 3
