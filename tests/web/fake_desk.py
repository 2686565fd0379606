"""A desk in memory: it answers every message with a canned line. Names are made up."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.webchat import Hub, Watch
from bot.web.desk import ChatFile, ChatLine, OpenFile, SamplePerson, Visitor
from storage.errors import BadPhotoError
from storage.records import Choice, StoredFile

NAM = Visitor(5, 50, "Nguyễn Văn Năm (mẫu)", "bác", "Tổ trưởng Tổ dân phố số 5")
HOA = Visitor(7, 70, "Trần Thị Hoa (mẫu)", "chị", "Công chức Phòng Văn hóa - Xã hội")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


@dataclass(frozen=True)
class _Kept:
    person_id: int
    line: ChatLine


class FakeDesk:
    def __init__(self, folder: Path | None = None, *, sample: bool = True) -> None:
        """`folder` is where it keeps files; without one it takes none."""
        self.sample = sample
        self.ward_name = "phường Phù Liễn (dữ liệu mẫu)"
        self.zone = ZONE
        self.hub = Hub()
        self.people = {"leader5": NAM, "officer": HOA}
        self.links = {"link-nam": NAM, "link-hoa": HOA}
        self.logins: dict[str, Visitor] = {}
        self.kept: list[_Kept] = []
        self.photos: dict[str, tuple[bytes, str]] = {}
        self.files: dict[str, tuple[int, OpenFile]] = {}
        self.folder = folder
        self.answer = "Em đã ghi số liệu tuần này của bác. Em cảm ơn bác."
        self.answer_choices: tuple[Choice, ...] = ()
        self.now = datetime(2026, 6, 13, 21, 5, tzinfo=ZONE)
        self._numbers = count(1)
        self._logins = count(1)

    # What a test does with it.

    def said(self, visitor: Visitor) -> list[str]:
        return [
            kept.line.text for kept in self.kept if kept.person_id == visitor.person_id and kept.line.mine
        ]

    def tell(self, visitor: Visitor, text: str, *choices: Choice, file: ChatFile | None = None) -> ChatLine:
        files = () if file is None else (file,)
        line = ChatLine(f"o{next(self._numbers)}", False, self.now, text, choices, files)
        self._keep(visitor, line)
        return line

    def give_file(self, visitor: Visitor, name: str, media_type: str, data: bytes) -> ChatFile:
        key = sha256(f"{visitor.person_id}{name}".encode()).hexdigest()
        assert self.folder is not None
        path = self.folder / key
        path.write_bytes(data)
        self.files[key] = (visitor.person_id, OpenFile(path, media_type, name))
        return ChatFile(key, name, media_type, len(data))

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def log_in(self, visitor: Visitor) -> str:
        login = f"login-{next(self._logins)}"
        self.logins[login] = visitor
        return login

    def _keep(self, visitor: Visitor, line: ChatLine) -> None:
        self.kept.append(_Kept(visitor.person_id, line))
        self.hub.notify(visitor.person_id)

    # The Desk.

    async def sample_people(self) -> list[SamplePerson]:
        return [
            SamplePerson("leader5", "Làm tổ trưởng Tổ dân phố số 5", "Trả lời câu hỏi hằng tuần của phường"),
            SamplePerson(
                "officer", "Làm cán bộ Phòng Văn hóa - Xã hội", "Xem ai chưa nộp, lập báo cáo 6 tháng"
            ),
            SamplePerson("vice", "Làm Phó Chủ tịch phường", "Xem số liệu tổng hợp, nhận bản báo cáo"),
        ]

    async def enter_sample(self, key: str) -> str | None:
        return self.log_in(self.people[key]) if self.sample and key in self.people else None

    async def peek(self, link_token: str) -> str | None:
        visitor = self.links.get(link_token)
        return None if visitor is None else f"{visitor.honorific} {visitor.name}"

    async def enter(self, link_token: str) -> str | None:
        visitor = self.links.pop(link_token, None)
        return None if visitor is None else self.log_in(visitor)

    async def visitor(self, login: str) -> Visitor | None:
        return self.logins.get(login)

    async def leave(self, login: str) -> None:
        self.logins.pop(login, None)

    async def say(self, visitor: Visitor, external_id: str, text: str, photos: Sequence[StoredFile]) -> str:
        for kept in self.kept:
            if kept.person_id == visitor.person_id and kept.line.external_id == external_id:
                return kept.line.id
        files = tuple(
            self.give_file(visitor, f"ảnh {n}.jpg", photo.media_type, self.photos[photo.sha256][0])
            for n, photo in enumerate(photos, 1)
        )
        line = ChatLine(f"i{next(self._numbers)}", True, self.now, text, (), files, external_id)
        self._keep(visitor, line)
        self.tell(visitor, self.answer, *self.answer_choices)
        return line.id

    async def history(self, visitor: Visitor, before: str | None, limit: int) -> list[ChatLine]:
        lines = [kept.line for kept in self.kept if kept.person_id == visitor.person_id]
        if before is not None:
            lines = lines[: [line.id for line in lines].index(before)]
        return lines[-limit:]

    async def news(self, visitor: Visitor, after: str) -> tuple[list[ChatLine], str]:
        start = int(after) if after else len(self.kept)
        fresh = [kept.line for kept in self.kept[start:] if kept.person_id == visitor.person_id]
        return fresh, str(len(self.kept))

    def changes(self, person_id: int) -> AbstractAsyncContextManager[Watch]:
        return self.hub.changes(person_id)

    async def keep_photo(self, data: bytes, media_type: str) -> StoredFile:
        known = [kind for magic, kind in MAGIC.items() if data.startswith(magic)]
        if not known:
            raise BadPhotoError("Not a photo.")
        name = sha256(data).hexdigest()
        self.photos[name] = (data, known[0])
        return StoredFile(name, known[0], len(data))

    async def open_file(self, visitor: Visitor, key: str) -> OpenFile | None:
        owner, file = self.files.get(key, (0, None))
        return file if owner == visitor.person_id else None

    async def health(self) -> dict[str, object]:
        return {"ok": True}


def sample_talk(desk: FakeDesk) -> None:
    """A week's talk of the leader of group 5, as the pictures show it."""
    desk.tell(
        NAM,
        "Kính chào bác Năm. Em xin số liệu tuần 08/6 – 14/6/2026 của Tổ dân phố số 5:\n"
        "1. Buổi tuyên truyền, sinh hoạt\n2. Lượt người dự\n3. Lượt phát loa\n4. Tin đăng nhóm Zalo\n\n"
        "Bác nhắn như thường, ví dụ: 3 buổi, 120 người, loa 14 lượt.",
        Choice("Như tuần trước", "như tuần trước"),
        Choice("Tuần này không có gì", "tuần này không có gì"),
    )
    desk.pass_days(1)
    desk.answer = (
        "Em đã ghi cho Tổ dân phố số 5:\n– Buổi tuyên truyền: 3\n– Lượt người dự: 120\n"
        "– Lượt phát loa: 14\n\n"
        "Còn thiếu: tin đăng nhóm Zalo. Bác cho em xin nốt ạ."
    )
    desk.answer_choices = (
        Choice("Không có tin nào", "zalo không"),
        Choice("Như tuần trước", "như tuần trước"),
    )
