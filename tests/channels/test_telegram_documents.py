"""Files that are no photos, on Telegram: Word documents come along, others are announced, no word is lost."""

import hashlib
from collections.abc import Iterator

import pytest

from bot.web.photos import file_kind
from storage.files import DOCX, OLD_WORD
from storage.records import MessageKind, StoredFile
from tests.channels.telegram_desk import Desk, polling, until
from tests.channels.telegram_server import TelegramServer
from tests.channels.telegram_service import Fault
from tests.reports.own_templates import own_template

TEMPLATE = own_template("{{ ward }}")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
PDF = "application/pdf"


class OfficeLikeDesk(Desk):
    """Takes what the office takes."""

    async def keep(self, data: bytes) -> StoredFile:
        kind = file_kind(data)
        self.photos.append(data)
        return StoredFile(hashlib.sha256(data).hexdigest(), kind, len(data))


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def desk() -> Desk:
    return OfficeLikeDesk()


async def test_word_documents_come_with_their_words(server: TelegramServer, desk: Desk) -> None:
    officer = server.user(21, "Hoa (mẫu)")
    async with polling(server, desk):
        officer.sends_file(TEMPLATE, "mẫu báo cáo.DOCX", DOCX, "dùng mẫu")
        officer.sends_file(TEMPLATE + b" ", "mau", DOCX)
        officer.sends_file(OLD, "mau.doc", "application/octet-stream")
        await until(lambda: len(desk.taken) == 3)
    assert [[file.media_type for file in message.photos] for message in desk.taken] == [
        [DOCX],
        [DOCX],
        [OLD_WORD],
    ]
    assert [message.text for message in desk.taken] == ["dùng mẫu", "", ""]
    assert all(message.kind is MessageKind.TEXT and not message.other_files for message in desk.taken)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"%PDF-1.7", "bao-cao.pdf", PDF),
        (b"%PDF-1.7", "bao-cao.docx", DOCX),
        ("Báo cáo".encode(), "bao-cao.docx", DOCX),
        (b"PK\x03\x04 xl/workbook.xml", "so.xlsx", "application/vnd.ms-excel"),
    ],
)
async def test_other_files_are_announced(
    server: TelegramServer, desk: Desk, data: bytes, name: str, media_type: str
) -> None:
    async with polling(server, desk):
        server.user(21, "Hoa (mẫu)").sends_file(data, name, media_type, "3 buổi")
        await until(lambda: desk.taken)
    (message,) = desk.taken
    assert (message.text, message.photos, message.other_files, message.lost_photos) == ("3 buổi", (), 1, 0)


async def test_what_telegram_does_not_hand_over_is_announced(server: TelegramServer, desk: Desk) -> None:
    officer = server.user(21, "Hoa (mẫu)")
    server.fault("file", Fault(502), times=3)
    async with polling(server, desk):
        officer.sends_file(TEMPLATE, "mau.docx", DOCX)
        await until(lambda: len(desk.taken) == 1)
        large = {"file_id": "x", "file_unique_id": "x", "file_name": "mau.docx", "file_size": 21_000_000}
        officer.sends(document=large)
        await until(lambda: len(desk.taken) == 2)
    assert [(message.photos, message.other_files) for message in desk.taken] == [((), 1), ((), 1)]
    assert server.methods().count("getFile") == 3, "what is too large is not even asked for"


async def test_an_animation_is_no_document(server: TelegramServer, desk: Desk) -> None:
    animation = {"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9, "duration": 1}
    document = {"file_id": "a", "file_unique_id": "a", "file_name": "a.mp4", "mime_type": "video/mp4"}
    async with polling(server, desk):
        server.user(21, "Hoa (mẫu)").sends(animation=animation, document=document)
        await until(lambda: desk.taken)
    assert (desk.taken[0].kind, desk.taken[0].other_files) == (MessageKind.UNSUPPORTED, 0)
