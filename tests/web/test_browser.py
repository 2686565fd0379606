"""The page in a real Chromium, as a group leader and his bad line would use it."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, Route, expect

from bot.web import stream
from storage.records import Choice
from tests.web.fake_desk import HOA, NAM, FakeDesk, sample_talk

pytestmark = pytest.mark.browser

PHONE: Any = {"width": 360, "height": 740}
LINE = ".line.mine"


async def enter(browser: Browser, base: str, label: str = "Tổ dân phố số 5", **options: Any) -> Page:
    """A phone with the chat of a sample person open. The page may say nothing on the console."""
    context = await browser.new_context(**{"viewport": PHONE, **options})
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
    await page.goto(base)
    await page.get_by_role("button", name=label).click()
    await page.wait_for_url(f"{base}/chat")
    return page


@pytest.fixture
async def page(browser: Browser, base: str) -> AsyncIterator[Page]:
    page = await enter(browser, base)
    yield page
    await page.context.close()


async def send(page: Page, text: str) -> None:
    await page.get_by_label("Viết tin").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def test_a_line_is_sent_received_and_answered(desk: FakeDesk, page: Page) -> None:
    await send(page, "3 buổi,\n120 người")
    await expect(page.locator(f"{LINE} .text")).to_have_text("3 buổi,\n120 người")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    await expect(page.locator(".line.theirs .text")).to_have_text(desk.answer)
    await expect(page.get_by_label("Viết tin")).to_have_value("")
    await page.reload()
    await expect(page.locator(".line .text")).to_have_text(["3 buổi,\n120 người", desk.answer])
    assert desk.said(NAM) == ["3 buổi,\n120 người"]


async def test_lines_written_offline_go_in_order_once_the_line_is_back(desk: FakeDesk, page: Page) -> None:
    await page.context.set_offline(True)
    await send(page, "một")
    await send(page, "hai")
    await expect(page.locator(f"{LINE} .status")).to_have_text(["chưa gửi được – sẽ gửi lại"] * 2)
    await expect(page.get_by_text("Đang mất mạng")).to_be_visible()
    assert desk.said(NAM) == []
    await page.context.set_offline(False)
    await expect(page.locator(f"{LINE} .status")).to_have_text(["đã nhận"] * 2)
    await expect(page.get_by_text("Đang mất mạng")).to_be_hidden()
    assert desk.said(NAM) == ["một", "hai"]


async def test_lines_survive_closing_the_page(desk: FakeDesk, base: str, page: Page) -> None:
    await page.route("**/chat/tin", lambda route: route.abort())
    await send(page, "viết lúc mất mạng")
    await expect(page.locator(f"{LINE} .status")).to_have_text("chưa gửi được – sẽ gửi lại")
    await page.get_by_label("Viết tin").fill("đang viết dở")
    await page.close()
    again = await page.context.new_page()
    await again.goto(f"{base}/chat")
    await expect(again.locator(f"{LINE} .status")).to_have_text("đã nhận")
    await expect(again.get_by_label("Viết tin")).to_have_value("đang viết dở")
    assert desk.said(NAM) == ["viết lúc mất mạng"]


async def test_an_answer_lost_on_the_way_doubles_nothing(desk: FakeDesk, page: Page) -> None:
    lost = 0

    async def lose_the_first(route: Route) -> None:
        nonlocal lost
        if route.request.method != "POST" or lost:
            await route.continue_()
            return
        lost += 1
        await route.fetch()
        await route.abort()

    await page.route("**/chat/tin*", lose_the_first)
    await send(page, "3 buổi")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    await send(page, "120 người")
    await expect(page.locator(f"{LINE} .status")).to_have_text(["đã nhận"] * 2)
    assert lost == 1
    assert desk.said(NAM) == ["3 buổi", "120 người"]


async def test_a_double_click_sends_once(desk: FakeDesk, page: Page) -> None:
    await page.get_by_label("Viết tin").fill("3 buổi")
    await page.get_by_role("button", name="Gửi", exact=True).dblclick()
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    desk.tell(NAM, "Đúng không ạ?", Choice("Đúng", "đúng"))
    await page.get_by_role("button", name="Đúng").dblclick()
    await expect(page.locator(f"{LINE} .status")).to_have_text(["đã nhận"] * 2)
    assert desk.said(NAM) == ["3 buổi", "đúng"]


async def test_a_quick_reply_says_its_words_and_only_the_newest_offers_some(
    desk: FakeDesk, page: Page
) -> None:
    desk.tell(NAM, "Câu hỏi một", Choice("Một", "một"))
    desk.tell(NAM, "Câu hỏi hai", Choice("Như tuần trước", "như tuần trước <b>"))
    button = page.get_by_role("button", name="Như tuần trước")
    await expect(button).to_be_visible()
    await expect(page.get_by_role("button", name="Một")).to_have_count(0)
    await button.click()
    await expect(page.locator(f"{LINE} .text")).to_have_text("như tuần trước <b>")
    await expect(button).to_be_hidden()
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    assert desk.said(NAM) == ["như tuần trước <b>"]


def noise() -> bytes:
    """A photo that does not compress well: several megabytes."""
    photo = BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(photo, "JPEG", quality=95)
    return photo.getvalue()


async def test_photos_go_with_the_line_and_are_made_small_on_the_way(desk: FakeDesk, page: Page) -> None:
    files = [FilePayload(name=name, mimeType="image/jpeg", buffer=noise()) for name in ("họp.jpg", "loa.jpg")]
    await page.get_by_label("Thêm ảnh").set_input_files(files[:1])
    await page.get_by_label("Thêm ảnh").set_input_files(files[1:])
    await expect(page.get_by_text("2 ảnh")).to_be_visible()
    await send(page, "ảnh họp tổ")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    await expect(page.locator(f"{LINE} img")).to_have_count(2)
    width = await page.locator(f"{LINE} img").first.evaluate(
        "img => img.decode().then(() => img.naturalWidth)"
    )
    assert width == 2000
    (line,) = [line for line in await desk.history(NAM, None, 9) if line.mine]
    assert line.text == "ảnh họp tổ"
    assert all(file.size < len(files[0]["buffer"]) for file in line.files)


async def test_what_is_refused_goes_back_into_the_box(desk: FakeDesk, page: Page) -> None:
    await page.get_by_label("Thêm ảnh").set_input_files(
        FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=b"no photo")
    )
    await send(page, "ảnh hỏng")
    await expect(page.get_by_role("alert").filter(has_text="Chỉ nhận ảnh")).to_be_visible()
    await expect(page.get_by_label("Viết tin")).to_have_value("ảnh hỏng")
    await expect(page.get_by_text("1 ảnh")).to_be_visible()
    await page.get_by_role("button", name="Bỏ ảnh").click()
    await page.get_by_label("Viết tin").fill("ờ" * 7000)
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.get_by_role("alert").filter(has_text="dài quá")).to_be_visible()
    await send(page, "không ảnh")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    await expect(page.locator("#refusal")).to_be_hidden()
    assert desk.said(NAM) == ["không ảnh"]


async def test_keyboard_alone_does_the_job(desk: FakeDesk, browser: Browser, base: str) -> None:
    page = await (await browser.new_context(viewport=PHONE)).new_page()
    await page.goto(base)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{base}/chat")
    desk.tell(NAM, "Đúng không ạ?", Choice("Đúng", "đúng"))
    await expect(page.get_by_role("button", name="Đúng")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Bỏ qua, đến ô viết tin")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Viết tin")).to_be_focused()
    await page.keyboard.type("3 buổi")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("120 người")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    desk.tell(NAM, "Đúng không ạ?", Choice("Đúng", "đúng"))
    await expect(page.get_by_role("button", name="Đúng")).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Đúng")).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{LINE} .status")).to_have_text(["đã nhận"] * 2)
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Viết tin")).to_be_focused()
    assert desk.said(NAM) == ["3 buổi\n120 người", "đúng"]
    await page.context.close()


async def test_without_a_script_the_page_reads_and_sends(desk: FakeDesk, browser: Browser, base: str) -> None:
    page = await enter(browser, base, java_script_enabled=False)
    desk.answer_choices = (Choice("Đúng", "đúng"),)
    await send(page, "3 buổi")
    await expect(page.locator(".line .text")).to_have_text(["3 buổi", desk.answer])
    await page.get_by_role("button", name="Đúng").click()
    await expect(page.locator(".line .text")).to_have_count(4)
    assert desk.said(NAM) == ["3 buổi", "đúng"]
    await page.get_by_role("button", name="Thoát").click()
    await page.wait_for_url(f"{base}/")
    await page.context.close()


async def test_older_lines_are_put_above_without_a_jump(desk: FakeDesk, page: Page) -> None:
    for n in range(65):
        if n % 10 == 0:
            desk.pass_days(1)
        desk.tell(NAM, f"tin số {n}.")
    await page.reload()
    await expect(page.locator(".line")).to_have_count(30)
    older = page.get_by_role("link", name="Xem tin cũ hơn")
    for first, count in ((35, 60), (5, 65)):
        await page.evaluate("window.scrollTo(0, 60)")
        line = page.get_by_text(f"tin số {first}.", exact=True)
        before = await line.bounding_box()
        await older.click()
        await expect(page.locator(".line")).to_have_count(count)
        after = await line.bounding_box()
        assert before
        assert after
        assert abs(before["y"] - after["y"]) < 2
    await expect(page.locator(".line .text")).to_have_text([f"tin số {n}." for n in range(65)])
    await expect(older).to_have_count(0)
    days = await page.locator(".day").evaluate_all("days => days.map(day => day.dataset.day)")
    assert days == sorted(set(days))
    assert len(days) == 7


async def test_a_reader_of_old_lines_is_not_thrown_to_the_bottom(desk: FakeDesk, page: Page) -> None:
    for n in range(20):
        desk.tell(NAM, f"tin số {n}.")
    await page.reload()
    await page.evaluate("window.scrollTo(0, 0)")
    desk.tell(NAM, "tin mới nhất.")
    jump = page.get_by_role("button", name="Có tin mới")
    await expect(jump).to_be_visible()
    assert await page.evaluate("window.scrollY") == 0
    await jump.click()
    await expect(page.get_by_text("tin mới nhất.")).to_be_in_viewport()
    await expect(jump).to_be_hidden()


@pytest.mark.parametrize("broken", ["no stream", "stream broken off"])
async def test_news_come_by_asking_where_no_stream_gets_through(
    desk: FakeDesk, browser: Browser, base: str, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    if broken == "stream broken off":
        monkeypatch.setattr(stream, "MAX_STREAMS", 0)
        monkeypatch.setattr(stream, "BEAT_S", 0.05)
        page = await enter(browser, base)
    else:
        context = await browser.new_context(viewport=PHONE)
        await context.route("**/chat/dong*", lambda route: route.abort())
        page = await context.new_page()
        await page.goto(base)
        await page.get_by_role("button", name="Tổ dân phố số 5").click()
        await page.wait_for_url(f"{base}/chat")
    desk.tell(NAM, "vẫn tới")
    await expect(page.get_by_text("vẫn tới")).to_be_visible(timeout=15_000)
    await page.context.close()


async def test_a_session_that_ended_says_so_and_keeps_what_was_written(desk: FakeDesk, page: Page) -> None:
    desk.logins.clear()
    await send(page, "3 buổi")
    notice = page.get_by_role("alert").filter(has_text="Phiên trên máy này đã hết")
    await expect(notice).to_be_visible()
    await notice.get_by_role("link").click()
    await expect(page.get_by_text("Phiên đã hết")).to_be_visible()
    await page.get_by_role("link", name="Về trang đầu").click()
    await page.get_by_role("button", name="cán bộ").click()
    await expect(page.get_by_text(HOA.name)).to_be_visible()
    await page.get_by_role("link", name="Đổi người").click()
    await page.get_by_role("button", name="Tổ dân phố số 5").click()
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    assert (desk.said(NAM), desk.said(HOA)) == (["3 buổi"], [])


async def test_a_file_can_be_taken_home(desk: FakeDesk, page: Page) -> None:
    report = b"PK" * 30_000
    file = desk.give_file(NAM, "Báo cáo.docx", "application/msword", report)
    desk.tell(NAM, "Báo cáo đây ạ.", file=file)
    link = page.get_by_role("link", name="Báo cáo.docx")
    await expect(link).to_contain_text("60 KB")
    async with page.expect_download() as download:
        await link.click()
    taken = await download.value
    assert taken.suggested_filename == "Báo cáo.docx"
    assert Path(await taken.path()).read_bytes() == report  # noqa: ASYNC240


@pytest.mark.parametrize(
    ("width", "height", "text_px"),
    [(360, 740, 32), (320, 640, 16), (360, 740, 16), (640, 360, 32), (1280, 800, 16)],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_fits_and_can_be_pressed(
    desk: FakeDesk,
    browser: Browser,
    base: str,
    tmp_path: Path,
    width: int,
    height: int,
    text_px: int,
    scheme: str,
) -> None:
    sample_talk(desk)
    desk.tell(NAM, "x" * 90, Choice("Một câu trả lời nhanh dài hơn bề ngang màn hình nhỏ", "a"))
    desk.tell(
        NAM, "", file=desk.give_file(NAM, "Báo_cáo_6_tháng_đầu_năm_2026_phường_Phù_Liễn.docx", "a/b", b"x")
    )
    options: Any = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    page = await (await browser.new_context(**options)).new_page()
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Page.enable")
    await devtools.send("Page.setFontSizes", {"fontSizes": {"standard": text_px, "fixed": text_px}})
    for name, path in [("start", "/"), ("link", "/vao/link-nam"), ("used", "/vao/used")]:
        await page.goto(base + path)
        await _assert_fits(page, tmp_path / f"{name}.png")
    await page.goto(base)
    await page.get_by_role("button", name="Tổ dân phố số 5").click()
    await page.wait_for_url(f"{base}/chat")
    await send(page, "tổ tôi 3 buổi, 120 người, loa 14 lượt")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đã nhận")
    await expect(page.get_by_role("button", name="Như tuần trước")).to_be_visible()
    await _assert_fits(page, tmp_path / "chat.png")
    await page.context.close()


async def _assert_fits(page: Page, picture: Path) -> None:
    await page.screenshot(path=picture, full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), picture
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button, a, textarea, .attach label')]
          .filter((it) => it.offsetParent && !it.matches('.skip, p > a:not(.button)'))
          .filter((it) => it.getBoundingClientRect().height < 48 || it.getBoundingClientRect().width < 48)
          .map((it) => it.outerHTML)"""
    )
    assert small == []
    assert await page.evaluate(_POOR_CONTRAST) == []


_POOR_CONTRAST = """() => {
  const rgba = (text) => [...text.match(/[\\d.]+/g).map(Number), 1].slice(0, 4);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (it) => {
    for (let at = it; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  return [...document.querySelectorAll('body *')]
    .filter((it) => it.offsetParent && [...it.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((it) => {
      const pair = [light(rgba(getComputedStyle(it).color)), light(ground(it))].sort((a, b) => b - a);
      return [it.outerHTML.slice(0, 80), (pair[0] + 0.05) / (pair[1] + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);
}"""


async def test_two_tabs_and_a_slow_server_lose_and_double_nothing(
    desk: FakeDesk, base: str, page: Page
) -> None:
    slow = asyncio.Event()

    async def hold(route: Route) -> None:
        await slow.wait()
        await route.continue_()

    await page.route("**/chat/tin", hold)
    await send(page, "một")
    await expect(page.locator(f"{LINE} .status")).to_have_text("đang gửi…")
    other = await page.context.new_page()
    await other.goto(f"{base}/chat")
    await expect(other.locator(f"{LINE} .status")).to_have_text("đã nhận")
    slow.set()
    await send(page, "hai")
    for tab in (page, other):
        await expect(tab.locator(f"{LINE} .text")).to_have_text(["một", "hai"])
        await expect(tab.locator(f"{LINE} .status")).to_have_text(["đã nhận"] * 2)
    assert desk.said(NAM) == ["một", "hai"]
