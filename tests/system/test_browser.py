"""The whole job as a newcomer does it: answer as a leader, take the report as an officer, open the file."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.async_api import Browser, Page, expect

from tests.system.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


async def enter(browser: Browser, server: Server, label: str) -> Page:
    page = await (await browser.new_context(viewport={"width": 360, "height": 740})).new_page()
    await page.goto(server.url)
    await page.get_by_role("button", name=label).click()
    await page.wait_for_url("**/chat")
    return page


async def send(page: Page, text: str) -> None:
    await page.get_by_label("Viết tin").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def test_from_the_weekly_question_to_the_word_file(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    leader = await enter(browser, server, "Tổ dân phố số 5")
    said = leader.locator(".line.theirs .text")
    await expect(said.last).to_contain_text("Em xin số liệu của Tổ dân phố số 5")
    await send(leader, "3 buổi, 120 người, loa 14 lượt")
    await expect(said.last).to_contain_text("Em đã ghi Tổ dân phố số 5")
    await expect(said.last).to_contain_text("Còn thiếu")
    await leader.get_by_role("button", name="Còn lại không có").click()
    await expect(said.last).to_contain_text("Đã đủ số liệu")

    server.kill()
    server.start()
    await send(leader, "sửa loa 14 thành 21")
    await expect(said.last).to_contain_text("lượt phát loa: 14 → 21", timeout=30_000)

    officer = await enter(browser, server, "Cán bộ")
    answers = officer.locator(".line.theirs .text")
    await send(officer, "ai chưa nộp")
    await expect(answers.last).to_contain_text("đã đủ 1/52 đơn vị")
    await send(officer, "/baocao 6 tháng đầu năm 2026")
    await expect(answers.last).to_contain_text("đã lập xong", timeout=30_000)
    async with officer.expect_download() as download:
        await officer.get_by_role("link", name="BC-tuyen-truyen-CCHC_2026-H1_du-thao.docx").click()
    file = tmp_path / "report.docx"
    await (await download.value).save_as(file)
    text = "\n".join(
        paragraph.text for paragraph in (await asyncio.to_thread(Document, str(file))).paragraphs
    )
    assert "1.992 tin, bài" in text
    assert "113 cụm loa truyền thanh, trong đó 77 cụm phát thanh số và 36 cụm có dây" in text


async def test_nothing_of_the_sample_is_reachable_without_it(browser: Browser, tmp_path: Path) -> None:
    server = Server(tmp_path, GOMSO_SAMPLE="off")
    server.start()
    try:
        page = await browser.new_page()
        await page.goto(server.url)
        await expect(page.get_by_role("button")).to_have_count(0)
        await expect(page.locator("main")).to_contain_text("đường dẫn")
        answer = await page.goto(server.url + "/chat")
        assert answer is not None
        assert answer.status in {401, 403, 404}
    finally:
        server.kill()
