"""«pdf báo cáo …» in chat: the PDF, or the Word file with words that say why."""

import pytest

from bot.tasks.make_report import keep_promises
from bot.tasks.office import Office
from storage.records import Role
from tests.reports.pdf_pages import need
from tests.tasks.people import talker


async def asked_for(office: Office) -> tuple[str, str, bytes]:
    """(what the bot says, name of the file, its bytes)."""
    officer = await talker(office, Role.OFFICER)
    assert "PDF" in await officer.say("pdf báo cáo 6 tháng đầu năm 2026")
    await keep_promises(office)
    line = (await officer.chat())[-1]
    assert line.file is not None
    return line.text, line.file_name, office.files.path(line.file.sha256).read_bytes()


async def test_the_pdf_comes_with_the_same_words_as_the_report(office: Office) -> None:
    need("soffice")
    text, name, data = await asked_for(office)
    assert data.startswith(b"%PDF-")
    assert name.endswith(".pdf")
    assert "rà soát" in text


async def test_where_it_cannot_be_made_the_word_file_comes_instead(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    text, name, data = await asked_for(office)
    assert data.startswith(b"PK")
    assert name.endswith(".docx")
    assert text.startswith("Máy chủ chưa làm được bản PDF")
