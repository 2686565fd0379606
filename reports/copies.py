"""Kinds of copies of a report, told apart by their names and in the file's properties. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    DRAFT = "du-thao"
    """Made in answer to «báo cáo», before anybody has approved it."""
    WORKING = "ban-lam-viec"
    """With a comment on every figure."""
    CLEAN = "ban-trinh"
    """Submitted: the very file that is approved and signed."""
    EDITION = "phat-hanh"
    """Issued and frozen."""


_CALLED = {
    Kind.DRAFT: "Dự thảo",
    Kind.WORKING: "Bản làm việc",
    Kind.CLEAN: "Bản trình ký",
    Kind.EDITION: "Bản phát hành",
}


@dataclass(frozen=True, slots=True)
class Copy:
    kind: Kind
    number: int = 0
    """Of an edition."""

    @property
    def called(self) -> str:
        """«Bản phát hành số 1»: what the file's properties say."""
        return f"{_CALLED[self.kind]} số {self.number}" if self.number else _CALLED[self.kind]

    def file_name(self, period_key: str) -> str:
        """«BC-tuyen-truyen-CCHC_2026-H1_phat-hanh-1.docx»: ASCII, as every system takes it."""
        number = f"-{self.number}" if self.number else ""
        return f"BC-tuyen-truyen-CCHC_{period_key}_{self.kind.value}{number}.docx"


DRAFT, WORKING, CLEAN = Copy(Kind.DRAFT), Copy(Kind.WORKING), Copy(Kind.CLEAN)


SLIP_STATUS = "Phiếu đính chính"
"""What the properties of a correction slip say."""


def edition(number: int) -> Copy:
    return Copy(Kind.EDITION, number)


def slip_name(period_key: str, number: int) -> str:
    """«Phieu-dinh-chinh_2026-H1_phat-hanh-1.docx»: the correction slip of that edition."""
    return f"Phieu-dinh-chinh_{period_key}_{Kind.EDITION.value}-{number}.docx"
